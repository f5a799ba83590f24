/** What the two GPU paths share: a fused step that comes when it has been compiled, or not at all. */
import { messageOf } from '../../core/message-of.ts';
import { withTimeout } from '../backends/with-timeout.ts';

/**
 * How long a first `run` waits for the fused step before it takes the written-out one, whose many shaders would be
 * compiled in between and delay both: seconds on a GPU, most of a minute on a software one.
 */
export const MAX_WAIT_MS = 3_000;

/** Settles when `ready` has, or after `maxWaitMs`. Never rejects. */
export async function waitFor(ready: Promise<void>, maxWaitMs: number): Promise<void> {
  if (maxWaitMs > 0) await withTimeout(ready, maxWaitMs, 'The fused step').catch(() => undefined);
}

/** Why there is no fused step: the first line, since a compiler's message goes on with the source. */
export function problemOf(error: unknown): string {
  return messageOf(error).split('\n', 1)[0] ?? '';
}

/** A path's id on its written-out step, which says why where it is there for good. */
export function writtenOutId(id: string, problem: string | null): string {
  return problem === null ? id : `${id} (${problem})`;
}
