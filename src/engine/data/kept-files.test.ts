import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SMALL_FILES, gzipped, idxBytes } from '../testing/idx-fixtures.ts';
import type { Bytes } from './fetch-bytes.ts';
import { deliver, keptIn, openKeptFiles, type KeptFiles } from './kept-files.ts';
import { MNIST_FILES, inReadingOrder } from './mnist-files.ts';
import { openDataset } from './open-dataset.ts';

const { trainLabels, testLabels } = MNIST_FILES;
const CONTENT = Uint8Array.from({ length: 1000 }, (_, i) => i % 10);

/** A browser's cache in a map. */
function createCache() {
  const bodies = new Map<string, ArrayBuffer>();
  const cache = {
    match: async (key: string) => {
      const body = bodies.get(key);
      return body === undefined ? undefined : new Response(body);
    },
    put: async (key: string, response: Response) => void bodies.set(key, await response.arrayBuffer()),
    delete: async (key: string) => bodies.delete(key),
  };
  return { bodies, kept: keptIn(cache) };
}

async function contentOf(bytes: AsyncIterable<Uint8Array> | null): Promise<Buffer | null> {
  if (bytes === null) return null;
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function inChunks(bytes: Uint8Array, size: number): Uint8Array<ArrayBuffer>[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    Uint8Array.from(bytes.subarray(i * size, (i + 1) * size)),
  );
}

describe('kept files', () => {
  it('are returned unchanged', async () => {
    const { kept } = createCache();
    const packed = gzipSync(CONTENT);
    expect(await kept.open(trainLabels)).toBeNull();
    await kept.keep(trainLabels, inChunks(packed, 7));
    expect(await contentOf(await kept.open(trainLabels))).toEqual(packed);
    expect(await kept.open(testLabels)).toBeNull();
  });

  it('are packed if they arrived unpacked', async () => {
    const { kept } = createCache();
    await kept.keep(trainLabels, inChunks(CONTENT, 64));
    const content = await contentOf(await kept.open(trainLabels));
    expect(content?.length).toBeLessThan(CONTENT.length / 2);
    expect(new Uint8Array(gunzipSync(content ?? CONTENT))).toEqual(CONTENT);
  });

  it('are removed by drop', async () => {
    const { kept, bodies } = createCache();
    await kept.keep(
      trainLabels,
      [gzipSync(CONTENT)].map((packed) => Uint8Array.from(packed)),
    );
    await kept.drop(trainLabels);
    expect(await kept.open(trainLabels)).toBeNull();
    expect(bodies.size).toBe(0);
  });

  it('are null on a platform without a cache', async () => {
    expect(await openKeptFiles()).toBeNull();
  });
});

const never = () => new Promise<never>(() => undefined);

describe('a cache that never answers', () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('counts as missing while it opens', async () => {
    vi.useFakeTimers();
    vi.stubGlobal('caches', { open: never });
    const kept = openKeptFiles();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await kept).toBeNull();
  });

  it('has no copy of a file', async () => {
    vi.useFakeTimers();
    const delivery = deliver(keptIn({ match: never, put: never, delete: never }), trainLabels, bytesOfHost);
    await vi.advanceTimersByTimeAsync(5_000);
    expect((await delivery).isKept).toBe(false);
  });

  it('has a copy that fails if its bytes stop', async () => {
    vi.useFakeTimers();
    const body = new ReadableStream({ start: (controller) => controller.enqueue(CONTENT) });
    const kept = keptIn({ match: async () => new Response(body), put: never, delete: never });
    const content = contentOf(await kept.open(trainLabels)).catch(String);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await content).toMatch(/timeout: the kept copy: The cache did not answer within 5 s/);
  });
});

async function* bytesOfHost(): Bytes {
  yield CONTENT;
}

const broken = () => Promise.reject(new DOMException('no room', 'QuotaExceededError'));

describe('a data set with kept files', () => {
  const files = inReadingOrder(SMALL_FILES);
  const names = files.map(({ name }) => `${name}.gz`);

  /** Reads it to its end; returns the requests and their cache modes, and what was reported. */
  async function read(kept: KeptFiles | null, isOnline = true) {
    const asked: string[] = [];
    const modes: unknown[] = [];
    const said: string[] = [];
    let loaded = 0;
    await openDataset({
      choice: 'auto',
      baseUrl: 'https://page.test/',
      signal: new AbortController().signal,
      onReport: (report) => {
        ({ loaded } = report);
      },
      onNotice: ({ code }) => said.push(code),
      onDataset: ({ name }) => said.push(name),
      overrides: {
        files: SMALL_FILES,
        firstBlock: 8,
        openKept: async () => kept,
        fetch: async (url, init) => {
          const name = url.slice(url.lastIndexOf('/') + 1);
          asked.push(name);
          modes.push(init.cache);
          const file = files.find((one) => `${one.name}.gz` === name);
          if (!isOnline || !file) throw new TypeError('fetch failed');
          return new Response(await gzipped(idxBytes(file.kind, file.count)));
        },
      },
    });
    return { asked, modes, said, loaded };
  }

  it('is kept as it is read, bypasses the HTTP cache, and needs no network afterwards', async () => {
    const { kept, bodies } = createCache();
    const first = await read(kept);
    expect(first.asked).toEqual(names);
    expect(first.modes).toEqual(names.map(() => 'no-store'));
    await expect.poll(() => bodies.size).toBe(4);

    const second = await read(kept, false);
    expect(second.asked).toEqual([]);
    expect(second.said).toEqual(['mnist']);
    expect(second.loaded).toBe(70);
  });

  it('uses the HTTP cache if the browser keeps no files', async () => {
    expect((await read(null)).modes).toEqual(names.map(() => undefined));
  });

  it.each([
    ['cut off', (body: ArrayBuffer) => body.slice(0, body.byteLength / 2)],
    ['altered', (body: ArrayBuffer) => gzipSync(new Uint8Array(gunzipSync(body)).fill(7, 2000)).slice().buffer],
    ['a web page', () => new TextEncoder().encode('<!doctype html>').buffer],
  ])('whose kept copy is %s gives a notice, fetches that file anew and keeps it', async (_, damage) => {
    const { kept, bodies } = createCache();
    await read(kept);
    await expect.poll(() => bodies.size).toBe(4);
    const sound = new Map(bodies);
    const key = [...bodies.keys()].find((name) => name.includes('train-images')) ?? '';
    bodies.set(key, damage(bodies.get(key) ?? new ArrayBuffer()));

    const { asked, said, loaded } = await read(kept);
    expect(asked).toEqual(['train-images.gz']);
    expect(said.filter((code) => code !== 'mnist')).toEqual(['data-source-failed']);
    expect(loaded).toBe(70);
    await expect.poll(() => bodies.get(key)).toEqual(sound.get(key));
  });

  it.each<[string, () => Promise<void>]>([
    ['fails', broken],
    ['is never answered', () => new Promise(() => undefined)],
  ])('fetches the file if the deletion of its damaged kept copy %s', async (_, drop) => {
    const { kept, bodies } = createCache();
    await read(kept);
    await expect.poll(() => bodies.size).toBe(4);
    const key = [...bodies.keys()].find((name) => name.includes('train-images')) ?? '';
    bodies.set(key, new TextEncoder().encode('<!doctype html>').buffer);

    const { asked, said, loaded } = await read({ ...kept, drop });
    expect(asked).toEqual(['train-images.gz']);
    expect(said).toEqual(['data-source-failed', 'mnist']);
    expect(loaded).toBe(70);
  });

  it('is read from the host if the store fails', async () => {
    const { asked, said } = await read({ open: broken, keep: broken, drop: broken });
    expect(asked).toHaveLength(4);
    expect(said).toEqual(['mnist']);
  });
});
