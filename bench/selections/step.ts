/** One step of the post's network, and of the CNN, by every implementation on every backend. */
import type { ModelName } from '../../src/core/config.ts';
import type { BackendName } from '../../src/core/types.ts';
import { BATCH, IMPLEMENTATIONS, type ImplementationName } from '../implementations/implementation.ts';
import { datasetThere } from '../lib/environment.ts';
import { launchBrowser, serveBenchPage } from '../lib/browser.ts';
import type { Options } from '../lib/options.ts';
import type { Outcome } from '../lib/outcome.ts';
import { PageHost, type StartedBackend } from '../lib/page-host.ts';
import { isStopping } from '../lib/stop.ts';
import { markdownTable } from '../lib/table.ts';
import { type EntryChoice, type Result, byBackend, measureInterleaved } from '../lib/interleaved.ts';

/** jax-js' CPU backend is for debugging, and its WebGL backend is not comparable. */
const JAX_BACKENDS: readonly BackendName[] = ['webgpu', 'wasm'];

function implementationsOf(model: ModelName, backend: BackendName): readonly ImplementationName[] {
  return IMPLEMENTATIONS.filter((name) => name !== 'jax-js' || (model === 'mlp' && JAX_BACKENDS.includes(backend)));
}

export async function compareSteps(model: ModelName, options: Options): Promise<Outcome> {
  const choices = options.backends.flatMap((backend) =>
    implementationsOf(model, backend).map((implementation): EntryChoice => {
      return { backend, implementation, workload: { model, batch: BATCH } };
    }),
  );
  const { results, started } = await measureInPages(choices, options);
  const script = model === 'mlp' && options.backends.includes('webgpu') ? await measureScript(options) : [];
  const text = [
    model === 'mlp'
      ? `### The post's network, batch ${BATCH}: milliseconds a step`
      : `### The CNN, batch ${BATCH}: milliseconds a step`,
    describeBackends(started),
    stepTable(results, started),
    acrossBackends(results),
    scriptTable(script),
  ];
  return { text: text.filter((part) => part !== '').join('\n\n'), data: { backends: started, results, script } };
}

/** The post's network at a twentieth of its widths. */
const NARROW: readonly number[] = [26, 16, 12, 6];
/** The steps of one chunk on a GPU with 1 ms a step. */
const STEPS_AT_ONCE = 40;

/**
 * JavaScript's time per step on WebGPU, as on a fast device. It depends on the network's depth and on the steps in one
 * command buffer, so a narrow network and whole chunks simulate a fast device.
 */
async function measureScript(options: Options): Promise<readonly Result[]> {
  const workload = { model: 'mlp', batch: BATCH, layers: NARROW, stepsAtOnce: STEPS_AT_ONCE } as const;
  const choices = implementationsOf('mlp', 'webgpu').map((implementation): EntryChoice => {
    return { backend: 'webgpu', implementation, workload };
  });
  return (await measureInPages(choices, options)).results;
}

function scriptTable(results: readonly Result[]): string {
  const ours = results.find(({ implementation }) => implementation === 'ours')?.jsMsPerStep ?? null;
  if (ours === null) return '';
  const table = markdownTable<Result>(
    [
      {
        title: 'step',
        value: ({ implementation, detail }) => (implementation === 'ours' ? `ours: ${detail ?? '?'}` : implementation),
      },
      { title: 'JS ms', value: ({ jsMsPerStep }) => jsMsPerStep },
      { title: '× ours', value: ({ jsMsPerStep }) => ratio(jsMsPerStep, ours) },
      { title: 'ms a step', value: ({ msPerStep }) => msPerStep },
      { title: 'steps', value: ({ steps }) => steps },
      { title: 'note', value: ({ failure }) => failure ?? '' },
    ],
    results,
  );
  return `#### JavaScript a step on WebGPU, as deep a network with layers of ${NARROW.join(', ')}, ours ${STEPS_AT_ONCE} steps at a time\n\n${table}`;
}

export async function measureInPages(choices: readonly EntryChoice[], options: Options, budgetS = 60) {
  const site = await serveBenchPage();
  const browser = await launchBrowser();
  const host = new PageHost(browser, site.address, datasetThere());
  try {
    const results = await measureInterleaved(host, choices, {
      rounds: options.rounds,
      roundMs: options.quick ? 300 : 1500,
      budgetMs: options.quick ? 4000 : budgetS * 1000,
      tolerance: 1e-3,
      isStopping,
      note: (text) => process.stderr.write(`  ${text}\n`),
    });
    return { results: byBackend(results), started: host.started, browser: browser.version() };
  } finally {
    await host.end();
    await browser.close();
    await site.close();
  }
}

export function describeBackends(started: readonly StartedBackend[]): string {
  const lines = started.map(({ backend, failure, device, software, dataset }) =>
    failure === null
      ? `- ${backend}: ${device}${software === true ? ' (software)' : ''}, data ${dataset}`
      : `- ${backend}: not available (${failure})`,
  );
  return lines.join('\n');
}

/** `× ours`: relative to our path on the same backend. */
export function stepTable(results: readonly Result[], started: readonly StartedBackend[]): string {
  const ours = (backend: BackendName) =>
    results.find((one) => one.backend === backend && one.implementation === 'ours')?.msPerStep ?? null;
  const gone = (backend: BackendName) => started.find((one) => one.backend === backend)?.failure ?? null;
  return markdownTable<Result>(
    [
      { title: 'backend', value: ({ backend }) => backend },
      {
        title: 'step',
        value: ({ implementation, detail }) => (implementation === 'ours' ? `ours: ${detail ?? '?'}` : implementation),
      },
      { title: 'ms a step', value: ({ msPerStep }) => msPerStep },
      { title: '× ours', value: ({ backend, msPerStep }) => ratio(msPerStep, ours(backend)) },
      { title: 'JS ms', value: ({ jsMsPerStep }) => jsMsPerStep },
      { title: 'dispatches', value: ({ dispatchesPerStep }) => dispatchesPerStep },
      { title: 'submits', value: ({ submitsPerStep }) => submitsPerStep },
      { title: 'steps', value: ({ steps }) => steps },
      { title: 'rounds', value: ({ rounds }) => rounds.length },
      {
        title: 'note',
        value: ({ backend, failure }) => (gone(backend) === null ? (failure ?? '') : 'no such backend here'),
      },
    ],
    results,
  );
}

const ratio = (value: number | null, base: number | null) => (value === null || base === null ? null : value / base);

/** Ratios between our paths and the usual implementations. */
function acrossBackends(results: readonly Result[]): string {
  const find = (backend: BackendName, implementation: ImplementationName) =>
    results.find((one) => one.backend === backend && one.implementation === implementation)?.msPerStep ?? null;
  const pairs: readonly (readonly [string, number | null, number | null])[] = [
    ['wasm, ours, than tfjs fit on cpu', find('cpu', 'tfjs fit'), find('wasm', 'ours')],
    ['wasm, ours, than tfjs fit on wasm', find('wasm', 'tfjs fit'), find('wasm', 'ours')],
    ['wasm, ours, than jax-js on wasm', find('wasm', 'jax-js'), find('wasm', 'ours')],
    ['wasm, ours, than ours on cpu', find('cpu', 'ours'), find('wasm', 'ours')],
    ['webgpu, ours, than tfjs fit', find('webgpu', 'tfjs fit'), find('webgpu', 'ours')],
    ['webgpu, ours, than tfjs minimize', find('webgpu', 'tfjs minimize'), find('webgpu', 'ours')],
    ['webgpu, ours, than jax-js', find('webgpu', 'jax-js'), find('webgpu', 'ours')],
    ['webgl, ours, than tfjs fit', find('webgl', 'tfjs fit'), find('webgl', 'ours')],
    ['cpu, ours, than tfjs fit', find('cpu', 'tfjs fit'), find('cpu', 'ours')],
    ['cpu, ours, than tfjs minimize', find('cpu', 'tfjs minimize'), find('cpu', 'ours')],
  ];
  const known = pairs.flatMap(([what, other, ours]) => {
    const times = ratio(other, ours);
    return times === null ? [] : [{ what, times }];
  });
  if (known.length === 0) return '';
  return markdownTable(
    [
      { title: 'how many times faster is', value: ({ what }) => what },
      { title: 'times', value: ({ times }) => times },
    ],
    known,
  );
}
