/** Shared by the fused steps of WebGPU and WebGL, which are in use once they have compiled, or never. */
import { messageOf } from '../../core/message-of.ts';
import { withTimeout } from '../../core/with-timeout.ts';
import { EngineError } from '../engine.ts';

/**
 * The first `run` waits this long for the fused step. Then it takes the written-out one, whose many shaders delay the
 * fused step's compilation.
 */
export const MAX_WAIT_MS = 3_000;

/** Settles when `ready` has, or after `maxWaitMs`. Never rejects. */
export async function waitFor(ready: Promise<void>, maxWaitMs: number): Promise<void> {
  if (maxWaitMs > 0) await withTimeout(ready, maxWaitMs, 'The fused step').catch(() => undefined);
}

/** Why there is no fused step: the first line, since the source follows in a compiler's message. */
export function problemOf(error: unknown): string {
  return messageOf(error).split('\n', 1)[0] ?? '';
}

/** A path's id on its written-out step, with the reason where the fused step has failed. */
export function writtenOutId(id: string, problem: string | null): string {
  return problem === null ? id : `${id} (${problem})`;
}

/** The parts of a fused step are parallel arrays; a missing element is a fault of this code. */
export function present<T>(value: T | undefined): T {
  if (value === undefined) throw new EngineError('internal', 'The parts of the fused step do not fit together');
  return value;
}
