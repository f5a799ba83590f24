/** For tests: small IDX files with content, checksums and packing like MNIST's. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { PIXELS, SIDE } from '../../core/types.ts';
import type { Dataset } from '../data/dataset.ts';
import { GrowingImageSet } from '../data/growing-image-set.ts';
import type { IdxFile, IdxFiles, IdxKind } from '../data/mnist-files.ts';

export type FileBytes = Readonly<Record<keyof IdxFiles, Uint8Array<ArrayBuffer>>>;

/** The content differs between images and between pixels. */
export function idxBytes(kind: IdxKind, count: number): Uint8Array<ArrayBuffer> {
  const header = kind === 'images' ? [0x0803, count, SIDE, SIDE] : [0x0801, count];
  const body = count * (kind === 'images' ? PIXELS : 1);
  const bytes = new Uint8Array(4 * header.length + body);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of header.entries()) view.setUint32(4 * index, value);
  for (let at = 0; at < body; at++) bytes[4 * header.length + at] = kind === 'images' ? (at * 31) % 256 : at % 10;
  return bytes;
}

export function idxFile(name: string, kind: IdxKind, count: number): IdxFile {
  return { name, kind, count, sha256: bytesToHex(sha256(idxBytes(kind, count))) };
}

export const SMALL_FILES: IdxFiles = {
  trainImages: idxFile('train-images', 'images', 50),
  trainLabels: idxFile('train-labels', 'labels', 50),
  testImages: idxFile('test-images', 'images', 20),
  testLabels: idxFile('test-labels', 'labels', 20),
};

export async function gzipped(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

/** Blank images in place of the built-in digits, as many as `SMALL_FILES` has. */
export function builtInDigits(): Promise<Dataset> {
  const [train, test] = [new GrowingImageSet(50), new GrowingImageSet(20)];
  train.advance(50);
  test.advance(20);
  return Promise.resolve({ name: 'synthetic', train, test });
}
