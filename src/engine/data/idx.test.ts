import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PIXELS } from '../../core/types.ts';
import { DataError } from './data-error.ts';
import { idxBytes } from '../testing/idx-fixtures.ts';
import { IdxReader } from './idx.ts';

const IMAGES = { name: 'images-file', kind: 'images', count: 3 } as const;
const LABELS = { name: 'labels-file', kind: 'labels', count: 12 } as const;

function read(file: typeof IMAGES | typeof LABELS, ...chunks: Uint8Array[]): Uint8Array {
  const target = new Uint8Array(file.count * (file.kind === 'images' ? PIXELS : 1));
  const reader = new IdxReader(file, target);
  for (const chunk of chunks) reader.push(chunk);
  reader.finish();
  return target;
}

function problemOf(action: () => unknown): DataError {
  try {
    action();
  } catch (error) {
    if (error instanceof DataError) return error;
    throw error;
  }
  throw new Error('nothing was wrong');
}

function changed(bytes: Uint8Array, at: number, value: number): Uint8Array {
  const copy = bytes.slice();
  copy[at] = value;
  return copy;
}

const text = (content: string) => new TextEncoder().encode(content);

describe('a sound IDX file', () => {
  it('is read into its target without the header', () => {
    expect(read(IMAGES, idxBytes('images', 3))).toEqual(idxBytes('images', 3).subarray(16));
    expect(read(LABELS, idxBytes('labels', 12))).toEqual(idxBytes('labels', 12).subarray(8));
  });

  it('gives the same content however it is cut into chunks', () => {
    const bytes = idxBytes('images', 3);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 12 }), (cuts) => {
        const edges = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
        const chunks = edges.slice(1).map((end, index) => bytes.subarray(edges[index], end));
        expect(Buffer.compare(read(IMAGES, ...chunks), bytes.subarray(16))).toBe(0);
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  it('counts whole images only', () => {
    const reader = new IdxReader(IMAGES, new Uint8Array(3 * PIXELS));
    const bytes = idxBytes('images', 3);
    reader.push(bytes.subarray(0, 10));
    expect(reader.items).toBe(0);
    reader.push(bytes.subarray(10, 16 + 2 * PIXELS - 1));
    expect(reader.items).toBe(1);
    reader.push(bytes.subarray(16 + 2 * PIXELS - 1));
    expect(reader.items).toBe(3);
  });
});

describe('a bad IDX file', () => {
  it.each([
    ['nothing at all', [], 'empty', '0 bytes'],
    ['an empty chunk', [new Uint8Array()], 'empty', '0 bytes'],
    ['a page', [text('<!doctype html><html></html>')], 'html', '"<!doctype"'],
    ['a page after a byte order mark', [text('\ufeff\n <html><body></body>')], 'html', '"<html>'],
    ['a page shorter than a header', [text('<p>')], 'html', '"<p>"'],
    ['another magic number', [changed(idxBytes('images', 3), 3, 1)], 'magic', '0x00000801 instead of 0x00000803'],
    ['a text that is no page', [text('version https://git')], 'magic', '0x76657273 instead of 0x00000803'],
    ['another count', [idxBytes('images', 4)], 'shape', '4×28×28 instead of 3×28×28'],
    ['another width', [changed(idxBytes('images', 3), 15, 27)], 'shape', '3×28×27 instead of 3×28×28'],
    ['a file cut in its header', [idxBytes('images', 3).subarray(0, 9)], 'truncated', '9 of 2368 bytes'],
    ['a file cut in its content', [idxBytes('images', 3).subarray(0, 2367)], 'truncated', '2367 of 2368 bytes'],
    ['bytes after the end', [idxBytes('images', 3), new Uint8Array(2)], 'too-long', 'at least 2 bytes more than 2368'],
  ])('is named for what it is: %s', (_, chunks, problem, detail) => {
    const error = problemOf(() => read(IMAGES, ...chunks));
    expect(error).toMatchObject({ problem, file: 'images-file' });
    expect(error.detail).toContain(detail);
  });

  it('names the label above 9 and its position', () => {
    const error = problemOf(() => read(LABELS, changed(idxBytes('labels', 12), 8 + 7, 10)));
    expect(error).toMatchObject({ problem: 'labels', detail: 'label 10 at position 7' });
  });
});
