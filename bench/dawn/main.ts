/**
 * The step benchmark as a program of its own: `node bench.mjs [--quick] [--rounds=N] [--json]`, with `DAWN_NODE` the
 * path of a dawn.node and `MNIST` a folder with the four files. The report goes to stdout, progress to stderr.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { installBackend } from '../../src/engine/backends/install-backend.ts';
import { webgpu } from '../../src/engine/backends/webgpu.ts';
import { defaultConfig } from '../../src/core/config.ts';
import type { EpochResult } from '../../src/core/types.ts';
import type { Dataset } from '../../src/engine/data/dataset.ts';
import { openDataset } from '../../src/engine/data/open-dataset.ts';
import { createSyntheticDataset } from '../../src/engine/data/synthetic.ts';
import { createModel, disposeModel } from '../../src/engine/active-model.ts';
import { runAlone } from '../../src/engine/training/run-alone.ts';
import { BATCH, IMPLEMENTATIONS } from '../implementations/implementation.ts';
import { installGpuMeter } from '../implementations/gpu-meter.ts';
import { Lab } from '../implementations/lab.ts';
import { reasonOf } from '../lib/limit.ts';
import { type Host, measureInterleaved } from '../lib/interleaved.ts';
import { installWebGpu } from './install-webgpu.ts';
import { type DawnReport, type PostRun, dawnText } from './report.ts';

/** Nine epochs of MNIST at this speed take about three minutes. */
const RUN_LIMIT_MS_PER_STEP = 20;

const flags = process.argv.slice(2);
const quick = flags.includes('--quick');
const rounds = Number(flags.find((flag) => flag.startsWith('--rounds='))?.slice('--rounds='.length) ?? 7);
const note = (text: string) => void process.stderr.write(`  ${text}\n`);

async function main(): Promise<DawnReport> {
  const machine = `${os.cpus().length} × ${os.cpus()[0]?.model.trim() ?? 'unknown processor'}`;
  const about = { machine, node: process.version, date: new Date().toISOString() };
  const nothing = { device: null, software: false, dataset: null, results: [], run: skipped('there is no device') };
  try {
    installWebGpu(process.env['DAWN_NODE'] ?? './dawn.node');
  } catch (error) {
    return { ...about, ...nothing, failure: `Dawn cannot be loaded (${reasonOf(error)})` };
  }
  installGpuMeter();
  const probe = await webgpu.probe();
  if (!probe.available) return { ...about, ...nothing, failure: probe.detail };
  note(`on ${probe.device}`);
  const { backend } = await probe.open((reason) => note(`the device was lost: ${reason}`));
  // On load, tfjs registers its own backends; ours has to be registered after them.
  await import('@tensorflow/tfjs');
  await installBackend('webgpu', backend);
  const dataset = await load();
  const lab = new Lab('webgpu', dataset.train);
  const host: Host = {
    open: async (key, { implementation, workload }) => lab.open(key, implementation, workload),
    measure: async (key, _, steps) => lab.measure(key, steps),
    close: async (key) => lab.close(key),
  };
  const workload = { model: 'mlp', batch: BATCH } as const;
  const results = await measureInterleaved(
    host,
    IMPLEMENTATIONS.map((implementation) => ({ backend: 'webgpu', implementation, workload })),
    { rounds, roundMs: quick ? 300 : 1500, budgetMs: quick ? 4000 : 60_000, tolerance: 1e-3, note },
  );
  const run = await postRun(dataset, results[0]?.msPerStep ?? Infinity);
  const { device, software } = probe;
  return { ...about, failure: null, device, software, dataset: dataset.name, results, run };
}

async function load(): Promise<Dataset> {
  const folder = process.env['MNIST'] ?? './mnist';
  if (!existsSync(folder)) {
    const made = createSyntheticDataset({ onProgress: () => undefined });
    await Promise.all([made.train.whenLoaded(made.train.total), made.test.whenLoaded(made.test.total)]);
    return made;
  }
  let opened: Dataset | null = null;
  await openDataset({
    choice: 'mnist',
    baseUrl: pathToFileURL(path.resolve(folder, '..')).href + '/',
    signal: new AbortController().signal,
    onReport: () => undefined,
    onNotice: ({ code }) => {
      throw new Error(`MNIST could not be read: ${code}`);
    },
    onDataset: (dataset) => (opened = dataset),
    overrides: { fetch: async (url) => new Response(await readFile(fileURLToPath(url))) },
  });
  if (!opened) throw new Error('no data set was opened');
  return opened;
}

/** The post's nine epochs by the page's own trainer. */
async function postRun(dataset: Dataset, msPerStep: number): Promise<PostRun> {
  if (!(msPerStep < RUN_LIMIT_MS_PER_STEP)) return skipped(`${msPerStep.toFixed(0)} ms a step are too many for it`);
  const config = { ...defaultConfig('mlp'), epochs: quick ? 1 : defaultConfig('mlp').epochs };
  const model = createModel(config);
  const epochs: EpochResult[] = [];
  await model.path.ready;
  note("the post's run");
  const startedAt = performance.now();
  const failure = await runAlone(model, dataset, { onEpoch: (result) => epochs.push(result) }).then(
    () => null,
    (error: unknown) => reasonOf(error),
  );
  const ms = performance.now() - startedAt;
  disposeModel(model);
  return { failure, ms, images: dataset.train.total, epochs };
}

function skipped(failure: string): PostRun {
  return { failure, ms: 0, images: 0, epochs: [] };
}

const report = await main();
process.stdout.write(`${flags.includes('--json') ? JSON.stringify(report) : dawnText(report)}\n`);
// Dawn's threads would keep the process alive.
process.exit(0);
