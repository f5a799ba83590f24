import { describe, expect, it } from 'vitest';
import { adamScalars } from '../optimizer.ts';
import {
  MAX_BATCH,
  OFFSET_ALIGNMENT,
  ROWS_BYTES,
  STEP_BYTES,
  packRows,
  packSteps,
  rowsSize,
  rowsStride,
} from './step-table.ts';

const batches = [Uint32Array.of(5, 6, 7), Uint32Array.of(9)];
const sgd = { rule: 'momentum', learningRate: 0.25, momentum: 0.5, steps: 10 } as const;

describe('the tables of a WebGPU submit', () => {
  it('have count, slot and scalars of each step at an aligned offset', () => {
    const view = new DataView(packSteps(batches, sgd, 4));
    expect(view.byteLength).toBe(2 * OFFSET_ALIGNMENT);
    batches.forEach((rows, i) => {
      const at = i * OFFSET_ALIGNMENT;
      expect([view.getUint32(at, true), view.getUint32(at + 4, true)]).toEqual([rows.length, i]);
      expect([8, 12, 16, 20].map((offset) => view.getFloat32(at + offset, true))).toEqual([0.25, 0.5, 0, 0.25]);
    });
    expect(STEP_BYTES).toBeGreaterThanOrEqual(24);
  });

  it("continue the count of Adam's updates", () => {
    const view = new DataView(packSteps(batches, { ...sgd, rule: 'adam' }, 255));
    [11, 12].forEach((step, i) => {
      const { rate, epsilon } = adamScalars(0.25, step);
      expect(view.getFloat32(i * OFFSET_ALIGNMENT + 8, true)).toBe(Math.fround(rate));
      expect(view.getFloat32(i * OFFSET_ALIGNMENT + 16, true)).toBe(Math.fround(epsilon));
    });
  });

  it('have the row indices at their dynamic offsets', () => {
    const packed = packRows(batches, 3);
    expect(rowsStride(3)).toBe(OFFSET_ALIGNMENT);
    expect([...packed.subarray(0, 4)]).toEqual([5, 6, 7, 0]);
    expect(packed[OFFSET_ALIGNMENT / 4]).toBe(9);
  });

  it.each([1, 64, 65, MAX_BATCH])('have room to bind the last batch of %i rows at full length', (batch) => {
    const stride = rowsStride(batch);
    expect(stride % OFFSET_ALIGNMENT).toBe(0);
    expect(stride).toBeGreaterThanOrEqual(4 * batch);
    expect(rowsSize(7, batch)).toBe(6 * stride + ROWS_BYTES);
  });
});

describe("Adam's scalars", () => {
  it('include the bias corrections', () => {
    const [lr, m, s, t] = [0.01, 0.3, 0.02, 3];
    const expected = (lr * (m / (1 - 0.9 ** t))) / (Math.sqrt(s / (1 - 0.999 ** t)) + 1e-8);
    const { rate, epsilon } = adamScalars(lr, t);
    expect((rate * m) / (Math.sqrt(s) + epsilon)).toBeCloseTo(expected, 12);
  });
});
