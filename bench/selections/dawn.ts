/** The step with Dawn in Node: WebGPU without a browser. Uses the bundle that `npm run bench:pack` packs. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { bundleForDawn, dawnFile } from '../dawn/bundle.ts';
import { MNIST_TARGET } from '../../scripts/lib/paths.ts';
import type { Options } from '../lib/options.ts';
import type { Outcome } from '../lib/outcome.ts';
import { type DawnReport, dawnText } from '../dawn/report.ts';

export async function measureUnderDawn(options: Options): Promise<Outcome> {
  const bundle = await bundleForDawn();
  const report = await runDawn(bundle, options);
  return { text: dawnText(report), data: report };
}

/** In a process of its own, which a crashing driver may end. */
async function runDawn(bundle: string, { quick, rounds }: Options): Promise<DawnReport> {
  const env = { ...process.env, DAWN_NODE: dawnFile(), MNIST: MNIST_TARGET };
  const args = [bundle, '--json', `--rounds=${rounds}`, ...(quick ? ['--quick'] : [])];
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'], cwd: path.dirname(bundle) });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise<number | string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exit, signal) => resolve(exit ?? signal ?? 'nothing'));
  });
  const text = Buffer.concat(chunks).toString('utf8');
  const last = text.trimEnd().split('\n').at(-1) ?? '';
  if (code !== 0 || !last.startsWith('{')) throw new Error(`Node with Dawn ended with ${code}: ${text.slice(-300)}`);
  return JSON.parse(last) as DawnReport;
}
