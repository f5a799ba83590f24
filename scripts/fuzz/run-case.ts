/** One case of one target: made from a seed alone, run, and judged by what it threw, how long it took and what it kept. */
import v8 from 'node:v8';
import { Random } from '../../src/core/random.ts';

export interface Target {
  readonly name: string;
  /** A case from `random`: the input, put in words, and what has to hold for it, which throws if it does not. */
  prepare(random: Random): Case;
  /** Above the defaults, where a target needs it. */
  readonly limitMs?: number;
  readonly limitMb?: number;
}

export interface Case {
  show(): string;
  run(): void | Promise<void>;
}

export interface Failure {
  readonly target: string;
  readonly seed: number;
  readonly index: number;
  readonly reason: string;
  readonly input: string;
}

/** For what takes well under a millisecond by itself: input that is a thousand times harder than it looks fails. */
const LIMIT_MS = 1000;
/** Kept or left behind by one case; inputs are a few hundred kilobytes at most. */
const LIMIT_MB = 64;
const SHOWN = 600;

export async function runCase(target: Target, seed: number, index: number): Promise<Failure | null> {
  const prepared = prepare(target, seed, index);
  const fail = (reason: string): Failure => {
    const text = prepared.show();
    const input = text.length > SHOWN ? `${text.slice(0, SHOWN)}… (${text.length} characters)` : text;
    return { target: target.name, seed, index, reason, input };
  };
  const [limitMs, limitMb] = [target.limitMs ?? LIMIT_MS, target.limitMb ?? LIMIT_MB];
  const heldBefore = heldMb();
  let fastest = Infinity;
  // A machine that is busy with something else is slow once, a case that is hard is slow each time.
  for (let tries = 0; tries < 3 && fastest > limitMs; tries++) {
    const startedAt = performance.now();
    try {
      await prepared.run();
    } catch (error) {
      return fail(error instanceof Error ? (error.stack ?? String(error)) : String(error));
    }
    if (tries === 0 && heldMb() - heldBefore > limitMb) return fail(`took more than ${limitMb} MB of memory`);
    fastest = Math.min(fastest, performance.now() - startedAt);
  }
  return fastest > limitMs ? fail(`took ${fastest.toFixed(0)} ms, of which ${limitMs} are allowed`) : null;
}

function prepare(target: Target, seed: number, index: number): Case {
  return target.prepare(new Random(seed).fork(`${target.name}/${index}`));
}

/** Arrays outside the heap included, where large ones are. */
function heldMb(): number {
  const { used_heap_size, external_memory } = v8.getHeapStatistics();
  return (used_heap_size + external_memory) / 2 ** 20;
}
