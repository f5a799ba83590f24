import { describe, expect, it } from 'vitest';
import { PIXELS } from '../../../core/types.ts';
import type { DenseSpec } from '../../model/spec.ts';
import { goldenImages } from '../../testing/golden.ts';
import { BatchRows, LABEL_TEXEL, ROW_TEXELS, inParts, layOut, outputColumns, packParameters } from './layout.ts';

const layer = (inputs: number, outputs: number): DenseSpec => ({
  kind: 'dense',
  name: 'l',
  inputs,
  outputs,
  relu: true,
});
const PLANES = [4, 8] as const;

describe.each(PLANES)('the layout in %i planes', (planes) => {
  it('puts the layers below each other without overlap, each with a row for its bias', () => {
    const { placements, columns, lines } = layOut([layer(784, 520), layer(520, 3), layer(3, 10)], planes);
    let top = 0;
    for (const placement of placements) {
      expect(placement.top).toBe(top);
      expect(placement.lines * planes).toBeGreaterThan(placement.inputs);
      top += placement.lines;
    }
    expect(lines).toBe(top);
    expect(columns).toBe(130);
  });

  it('packs every weight and bias at its element, with zeros elsewhere', () => {
    const { placements } = layOut([layer(9, 6)], planes);
    const [placement] = placements;
    if (!placement) throw new Error('no placement');
    const weight = Float32Array.from({ length: 54 }, (_, i) => i + 1);
    const bias = Float32Array.from({ length: 6 }, (_, i) => 100 + i);
    const packed = packParameters(placement, planes, weight, bias);
    const element = (r: number, c: number) => {
      const texel = ((r % planes) * placement.lines + Math.floor(r / planes)) * placement.columns + Math.floor(c / 4);
      return packed[4 * texel + (c % 4)];
    };
    for (let r = 0; r < 9; r++) for (let c = 0; c < 6; c++) expect(element(r, c)).toBe(weight[6 * r + c]);
    for (let c = 0; c < 6; c++) expect(element(9, c)).toBe(bias[c]);
    expect(packed.filter((value) => value !== 0)).toHaveLength(60);
  });

  it('has room for the column of ones, in whole lines of the next weights', () => {
    for (const outputs of [1, 3, 4, 7, 8, 15, 16, 520]) {
      const columns = 4 * outputColumns(outputs, planes);
      expect(columns).toBeGreaterThan(outputs);
      expect(columns % planes).toBe(0);
      expect(columns - outputs).toBeLessThanOrEqual(planes);
    }
  });
});

describe('the rows of a WebGL batch', () => {
  it('have the image bytes, one full byte and the label', () => {
    const set = goldenImages(1);
    const batch = new BatchRows(4);
    batch.write(set, Uint32Array.of(5, 7), 2);
    const bytes = new Uint8Array(batch.words.buffer);
    const start = 3 * ROW_TEXELS * 16;
    expect(bytes.subarray(start, start + PIXELS)).toEqual(set.images.subarray(7 * PIXELS, 8 * PIXELS));
    expect(bytes[start + PIXELS]).toBe(4);
    expect(batch.words[start / 4 + 4 * LABEL_TEXEL]).toBe(set.labels[7]);
    expect(bytes.subarray(0, 2 * ROW_TEXELS * 16).every((byte) => byte === 0)).toBe(true);
  });

  it('are grouped for upload in order, as many batches at a time as fit', () => {
    const batches = [3, 3, 3, 9, 1].map((length, i) => new Uint32Array(length).fill(i));
    expect(inParts(batches, 7).map((part) => part.map(([row]) => row))).toEqual([[0, 1], [2], [3], [4]]);
    expect(inParts([], 7)).toEqual([]);
  });
});
