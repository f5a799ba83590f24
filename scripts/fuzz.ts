/**
 * `npm run fuzz -- [--seconds=60] [--seed=N] [--case=N] [target…]`: changes valid input of every kind at random and
 * checks how the page's code takes it. Prints every failure with the command that repeats it; exit code 1 if any.
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import * as v from 'valibot';
import { build } from 'vite';
import type { Failure } from './fuzz/run-case.ts';
import { ROOT } from './lib/paths.ts';

/** A case takes less than a second, on a busy machine too. */
const HANG_MS = 30_000;
/** For a thread with all its input: far more than a case may use. */
const HEAP_MB = 512;

interface Outcome {
  readonly done: number;
  readonly failure: Failure | null;
}

const number = v.pipe(v.string(), v.regex(/^\d{1,10}$/, 'expected a number'), v.transform(Number));
const options = v.parse(
  v.object({ seconds: v.optional(number, '60'), seed: v.optional(number), case: v.optional(number) }),
  parseArgs({
    options: { seconds: { type: 'string' }, seed: { type: 'string' }, case: { type: 'string' } },
    allowPositionals: true,
  }).values,
);
const { positionals } = parseArgs({ strict: false, allowPositionals: true });
const folder = await built();
const all = await targetNames(folder);
const unknown = positionals.find((name) => !all.includes(name));
if (unknown !== undefined) {
  console.error(`There is no target ${unknown}; there are ${all.join(', ')}.`);
  process.exit(2);
}

const names = all.filter((name) => positionals.length === 0 || positionals.includes(name));
const seed = options.seed ?? Math.floor(Math.random() * 2 ** 32);
const secondsEach = options.seconds / names.length;
console.log(`seed ${seed}, ${secondsEach.toFixed(1)} s a target`);

let cases = 0;
let failures = 0;
for (const name of names) {
  const { done, failure } = await runTarget(name);
  cases += done;
  console.log(`${name.padEnd(20)} ${String(done).padStart(9)} cases${failure ? ', FAILED' : ''}`);
  if (!failure) continue;
  failures += 1;
  console.log(`  ${failure.reason.replaceAll('\n', '\n  ')}`);
  console.log(`  input: ${failure.input}`);
  console.log(`  again: npm run fuzz -- --seed=${failure.seed} --case=${failure.index} ${name}`);
}
console.log(`${cases} cases, ${failures} failures`);
process.exitCode = failures > 0 ? 1 : 0;

/** Bundled, because the page's modules use features of the bundler, such as imports of a whole folder. */
async function built(): Promise<string> {
  const outDir = path.join(ROOT, 'node_modules', '.cache', 'fuzz');
  const from = path.join(ROOT, 'scripts', 'fuzz');
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      target: 'node20',
      rolldownOptions: { input: { worker: path.join(from, 'worker.ts'), targets: path.join(from, 'targets.ts') } },
    },
  });
  return outDir;
}

async function targetNames(from: string): Promise<readonly string[]> {
  const module: unknown = await import(pathToFileURL(path.join(from, 'targets.js')).href);
  const schema = v.object({ TARGETS: v.array(v.object({ name: v.string() })) });
  return v.parse(schema, module).TARGETS.map(({ name }) => name);
}

/** Settles at the target's first failure, or when its time is over. */
async function runTarget(target: string): Promise<Outcome> {
  const position = new SharedArrayBuffer(4);
  const at = new Int32Array(position);
  const first = options.case ?? 0;
  const worker = new Worker(path.join(folder, 'worker.js'), {
    workerData: {
      target,
      seed,
      first,
      until: options.case === undefined ? Date.now() + secondsEach * 1000 : Number.MAX_SAFE_INTEGER,
      count: options.case === undefined ? Number.MAX_SAFE_INTEGER : 1,
      position,
    },
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  const broken = (reason: string): Outcome => {
    const index = Atomics.load(at, 0);
    return { done: index - first, failure: { target, seed, index, reason, input: 'see the case' } };
  };
  try {
    return await new Promise<Outcome>((resolve) => {
      let [last, since] = [-1, Date.now()];
      const watch = setInterval(() => {
        const now = Atomics.load(at, 0);
        if (now !== last) [last, since] = [now, Date.now()];
        else if (Date.now() - since > HANG_MS) resolve(broken(`did not end within ${HANG_MS / 1000} s`));
      }, 1000);
      worker.once('message', (outcome: Outcome) => resolve(outcome));
      worker.once('error', (error) => resolve(broken(`ended the thread: ${String(error)}`)));
      worker.once('exit', () => clearInterval(watch));
    });
  } finally {
    await worker.terminate();
  }
}
