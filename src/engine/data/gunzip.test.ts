import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  LEGAL_GZIP,
  ShortDecompressionStream,
  StrictDecompressionStream,
  cutInSecondMember,
} from '../../../scripts/lib/gzip-fixtures.ts';
import { idxBytes } from '../testing/idx-fixtures.ts';
import type { Bytes } from './fetch-bytes.ts';
import type * as Members from './gunzip-members.ts';
import { gunzipIfPacked } from './gunzip.ts';

const fallback = vi.hoisted(() => ({ isGone: false }));
vi.mock('./gunzip-members.ts', async (importOriginal) => {
  const real = await importOriginal<typeof Members>();
  return {
    get unpackMembers() {
      if (fallback.isGone) throw new Error('the chunk is gone');
      return real.unpackMembers;
    },
  };
});

const CONTENT = idxBytes('images', 2);
const PLATFORMS: readonly (readonly [platform: string, stream: unknown])[] = [
  ['that fails at bytes after a member', StrictDecompressionStream],
  ['that ends after the first member', ShortDecompressionStream],
  ['with Node’s DecompressionStream', DecompressionStream],
  ['without a DecompressionStream', undefined],
];

afterEach(() => {
  vi.unstubAllGlobals();
  fallback.isGone = false;
});

async function* chunksOf(bytes: Uint8Array<ArrayBuffer>, size: number, end?: Error): Bytes {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
  if (end) throw end;
}

async function read(chunks: Bytes): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of gunzipIfPacked('some-file', chunks)) parts.push(part);
  return Buffer.concat(parts);
}

describe.each(PLATFORMS)('on a platform %s', (_, stream) => {
  describe.each(LEGAL_GZIP)('a gzip file %s', (__, pack) => {
    it.each([1, 7, 100_000])('is unpacked from chunks of %d bytes', async (size) => {
      vi.stubGlobal('DecompressionStream', stream);
      const content = await read(chunksOf(pack(CONTENT), size));
      expect(content.equals(CONTENT)).toBe(true);
    });
  });

  it('a gzip file of one member is unpacked', async () => {
    vi.stubGlobal('DecompressionStream', stream);
    const content = await read(chunksOf(new Uint8Array(gzipSync(CONTENT)), 50));
    expect(content.equals(CONTENT)).toBe(true);
  });

  it('a file that breaks off passes its source’s error on', async () => {
    vi.stubGlobal('DecompressionStream', stream);
    const packed = cutInSecondMember(CONTENT);
    await expect(read(chunksOf(packed, 7, new Error('connection lost')))).rejects.toThrow('connection lost');
  });
});

describe.each(PLATFORMS.filter(([, stream]) => stream !== ShortDecompressionStream))(
  'on a platform %s',
  (_, stream) => {
    it('a gzip file whose second member is cut fails as truncated', async () => {
      vi.stubGlobal('DecompressionStream', stream);
      const reading = read(chunksOf(cutInSecondMember(CONTENT), 50));
      await expect(reading).rejects.toMatchObject({ name: 'DataError', problem: 'truncated', file: 'some-file' });
    });
  },
);

describe('without the fallback’s code', () => {
  beforeEach(() => {
    fallback.isGone = true;
    vi.stubGlobal('DecompressionStream', StrictDecompressionStream);
  });

  it('a gzip file of one member is unpacked', async () => {
    const content = await read(chunksOf(new Uint8Array(gzipSync(CONTENT)), 50));
    expect(content.equals(CONTENT)).toBe(true);
  });

  it.each([
    ['cut', cutInSecondMember(CONTENT).subarray(0, 25), 'truncated', 'Compressed input was truncated.'],
    ['followed by other bytes', LEGAL_GZIP[4]?.[1](CONTENT) ?? CONTENT, 'gzip', 'Junk found after'],
  ])('a gzip file that is %s fails with the platform’s reason', async (_, packed, problem, reason) => {
    const reading = read(chunksOf(packed, 7));
    await expect(reading).rejects.toMatchObject({ name: 'DataError', problem });
    await expect(reading).rejects.toThrow(reason);
  });
});
