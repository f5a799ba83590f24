import type { Tensor } from '@tensorflow/tfjs-core';
import { messageOf } from '../../core/message-of.ts';
import { withTimeout } from '../../core/with-timeout.ts';
import { EngineError } from '../engine.ts';

/** After this time without an answer a device counts as lost: tfjs' readback may never settle. */
export const LIMIT_MS = 60_000;

/** The tensor's values; rejects with an `EngineError` ('backend') if the device fails or does not answer. */
export async function readBack(tensor: Tensor, what: string): Promise<Float32Array> {
  return answerOf(tensor.data<'float32'>(), what);
}

/** The device's answer; rejects as `readBack` does. */
export async function answerOf<T>(answer: Promise<T>, what: string): Promise<T> {
  try {
    return await withTimeout(answer, LIMIT_MS, what);
  } catch (cause) {
    throw new EngineError('backend', `${what} got no answer from the device: ${messageOf(cause)}`, { cause });
  }
}
