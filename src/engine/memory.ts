/** Distinguishes a lack of memory from other failures. */
import { messageOf } from '../core/message-of.ts';
import { EngineError } from './engine.ts';

/**
 * Browsers report it by different messages: "Array buffer allocation failed", "WebAssembly.Memory(): could not allocate
 * memory" (Chrome), "Out of memory" (Safari), "out of memory", "allocation size overflow" (Firefox), "exceeds the max
 * buffer size" (WebGPU).
 */
const WORDS = /out of memory|allocat|enlarge memory|array length|too large|exceeds the max/i;

/** Whether `cause` reports a lack of memory. */
export function isOutOfMemory(cause: unknown): boolean {
  if (cause instanceof EngineError) return cause.code === 'memory';
  if (!(cause instanceof Error)) return false;
  return (cause instanceof RangeError || cause.name !== 'TypeError') && WORDS.test(cause.message);
}

/** An `EngineError` ('memory') about `what` if `cause` is a lack of memory, otherwise `cause`. */
export function orMemoryError(cause: unknown, what: string): unknown {
  if (!isOutOfMemory(cause) || cause instanceof EngineError) return cause;
  return new EngineError('memory', `There is not enough memory for ${what}: ${messageOf(cause)}`, { cause });
}
