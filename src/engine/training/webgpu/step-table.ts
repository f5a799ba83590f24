/** The numbers that differ between steps, packed for two uniform buffers with dynamic offsets. */
import { BOUNDS } from '../../../core/config.ts';
import { type Optimizer, updateScalars } from '../optimizer.ts';

/** The length of the shaders' array of row indices. */
export const MAX_BATCH = BOUNDS.batch.max;
/** Of `struct Step` in `kernels.ts`, rounded up to 16. */
export const STEP_BYTES = 32;
export const ROWS_BYTES = MAX_BATCH * 4;
/** WebGPU's default `minUniformBufferOffsetAlignment`, which is its largest value. */
export const OFFSET_ALIGNMENT = 256;

/** Bytes from one batch's row indices to the next one's. */
export function rowsStride(batch: number): number {
  return Math.ceil((batch * 4) / OFFSET_ALIGNMENT) * OFFSET_ALIGNMENT;
}

/** Bytes for the row indices of `steps` batches; the last one too is bound at full length. */
export function rowsSize(steps: number, batch: number): number {
  return (steps - 1) * rowsStride(batch) + ROWS_BYTES;
}

/**
 * One entry per batch, in order, `OFFSET_ALIGNMENT` apart. `white` is the byte of full ink. Does not change the
 * optimiser.
 */
export function packSteps(
  batches: readonly Uint32Array[],
  { rule, learningRate, momentum, steps }: Pick<Optimizer, 'rule' | 'learningRate' | 'momentum' | 'steps'>,
  white: number,
): ArrayBuffer {
  const packed = new ArrayBuffer(batches.length * OFFSET_ALIGNMENT);
  const view = new DataView(packed);
  batches.forEach((rows, i) => {
    const at = i * OFFSET_ALIGNMENT;
    const { rate, epsilon } = updateScalars(rule, learningRate, steps + i + 1);
    view.setUint32(at, rows.length, true);
    view.setUint32(at + 4, i, true);
    view.setFloat32(at + 8, rate, true);
    view.setFloat32(at + 12, momentum, true);
    view.setFloat32(at + 16, epsilon, true);
    view.setFloat32(at + 20, 1 / white, true);
  });
  return packed;
}

/** The batches' row indices, each batch at its offset, with zeros between them. */
export function packRows(batches: readonly Uint32Array[], batch: number): Uint32Array<ArrayBuffer> {
  const stride = rowsStride(batch) / 4;
  const packed = new Uint32Array(batches.length * stride);
  batches.forEach((rows, i) => packed.set(rows, i * stride));
  return packed;
}
