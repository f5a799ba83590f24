/** Runs one case of a target, made from a seed alone. It fails if it throws, takes too long or keeps too much memory. */
import v8 from 'node:v8';
import { Random } from '../../src/core/random.ts';

export interface Target {
  readonly name: string;
  /** A case from `random`: its input as text, and a check that throws if it fails. */
  prepare(random: Random): Case;
  /** Limits other than the defaults. */
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

/** A case usually takes less than a millisecond: input that takes a thousand times as long fails. */
const LIMIT_MS = 1000;
/** Memory that one case may keep; inputs have a few hundred kilobytes at most. */
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
  // A busy machine makes a case slow once; a hard case is slow every time.
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

/** Includes memory outside the heap, which holds large arrays. */
function heldMb(): number {
  const { used_heap_size, external_memory } = v8.getHeapStatistics();
  return (used_heap_size + external_memory) / 2 ** 20;
}
