import type { Tensor } from '@tensorflow/tfjs-core';
import { messageOf } from '../../core/message-of.ts';
import { withTimeout } from '../backends/with-timeout.ts';
import { EngineError } from '../engine.ts';

/** A device that has not answered for this long is taken for lost: tfjs' readback may never settle by itself. */
export const LIMIT_MS = 60_000;

/** The tensor's values; rejects with an `EngineError` ('backend') if the device fails or keeps silent. */
export async function readBack(tensor: Tensor, what: string): Promise<Float32Array> {
  return answerOf(tensor.data<'float32'>(), what);
}

/** What the device answers; rejects as `readBack` does. */
export async function answerOf<T>(answer: Promise<T>, what: string): Promise<T> {
  try {
    return await withTimeout(answer, LIMIT_MS, what);
  } catch (cause) {
    throw new EngineError('backend', `${what} got no answer from the device: ${messageOf(cause)}`, { cause });
  }
}
