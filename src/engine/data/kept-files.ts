/**
 * MNIST's files, kept by the browser once they have been found sound, under their checksum: whichever host they came
 * from, there is one copy, and it is asked for before any host. They are kept here and not by a service worker, since
 * the first visit has none yet, and since only the reader knows whether a file is sound.
 */
import { messageOf } from '../../core/message-of.ts';
import { DataError } from './data-error.ts';
import type { Bytes, Fetch } from './fetch-bytes.ts';
import { GZIP_MAGIC, isGzip } from './gunzip.ts';
import type { IdxFile } from './mnist-files.ts';

export interface KeptFiles {
  /** Null where there is none. */
  open(file: IdxFile): Promise<Bytes | null>;
  /** `chunks`: the whole file, as it came. */
  keep(file: IdxFile, chunks: readonly Uint8Array<ArrayBuffer>[]): Promise<void>;
  /** For a copy that has turned out to be damaged. */
  drop(file: IdxFile): Promise<void>;
}

const CACHE = 'softmax-live-mnist';

/** Null where the browser keeps nothing: in sandboxed frames, on insecure hosts, under Node. */
export async function openKeptFiles(): Promise<KeptFiles | null> {
  try {
    // Its type does not know contexts without.
    const storage = globalThis.caches as CacheStorage | undefined;
    return storage ? keptIn(await storage.open(CACHE)) : null;
  } catch {
    // That it may not be used says nothing about the files.
    return null;
  }
}

/** What is asked of a browser's cache. */
interface Store {
  match(key: string): Promise<Response | undefined>;
  put(key: string, response: Response): Promise<void>;
  delete(key: string): Promise<boolean>;
}

export function keptIn(cache: Store): KeptFiles {
  return {
    async open(file) {
      const response = await cache.match(keyOf(file));
      return response?.body ? bytesOf(file.name, response.body) : null;
    },
    async keep(file, chunks) {
      const blob = new Blob([...chunks]);
      const isPacked = isGzip(new Uint8Array(await blob.slice(0, GZIP_MAGIC.length).arrayBuffer()));
      // A host may have sent it unpacked, or the platform has unpacked it: a fifth of the room will do.
      const stream = isPacked ? blob.stream() : blob.stream().pipeThrough(new CompressionStream('gzip'));
      await cache.put(keyOf(file), new Response(stream));
    },
    async drop(file) {
      await cache.delete(keyOf(file));
    },
  };
}

/** No file has this address; it only names the copy. */
function keyOf({ name, sha256 }: IdxFile): string {
  return `/mnist/${name}/${sha256}`;
}

/**
 * `kept` for one opening of a data set: once a copy was dropped it is not opened again, though the store may fail to
 * delete it or never answer. Otherwise every source would get the damaged copy instead of the file.
 */
export function withoutDropped(kept: KeptFiles): KeptFiles {
  const drops = new Map<string, Promise<void>>();
  return {
    open: async (file) => (drops.has(file.sha256) ? null : kept.open(file)),
    async keep(file, chunks) {
      // A deletion that ended later would take the new copy with it.
      await drops.get(file.sha256);
      await kept.keep(file, chunks);
      drops.delete(file.sha256);
    },
    async drop(file) {
      const drop = kept.drop(file).catch(() => undefined);
      drops.set(file.sha256, drop);
      await drop;
    },
  };
}

/** A file's bytes, and what is to become of them when it is known whether they are sound. */
export interface Delivery {
  readonly bytes: Bytes;
  /** They are a kept copy's. */
  readonly isKept: boolean;
  /** Keeps them, in the background. */
  sound(): void;
  /** Drops the kept copy, in the background. */
  unsound(): void;
}

/** The copy that has been kept, else what `fetchFile` yields. */
export async function deliver(kept: KeptFiles | null, file: IdxFile, fetchFile: () => Bytes): Promise<Delivery> {
  // Where the store fails there still is the host.
  const copy = await kept?.open(file).catch(() => null);
  if (kept && copy) {
    const unsound = () => void kept.drop(file).catch(() => undefined);
    return { bytes: copy, isKept: true, sound: () => undefined, unsound };
  }
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  return {
    bytes: kept ? recorded(fetchFile(), chunks) : fetchFile(),
    isKept: false,
    sound: () => {
      // There may be no room for it. Then it is fetched again the next time.
      kept?.keep(file, chunks).catch(() => undefined);
    },
    unsound: () => undefined,
  };
}

/** For files that are kept here: the browser's own cache would only have them a second time. */
export function bypassingCache(fetch: Fetch): Fetch {
  return (url, init) => fetch(url, { ...init, cache: 'no-store' });
}

async function* recorded(bytes: Bytes, chunks: Uint8Array<ArrayBuffer>[]): Bytes {
  for await (const chunk of bytes) {
    chunks.push(chunk);
    yield chunk;
  }
}

async function* bytesOf(file: string, body: ReadableStream<Uint8Array<ArrayBuffer>>): Bytes {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw new DataError('network', file, `the kept copy: ${messageOf(cause)}`, { cause });
      });
      if (done) return;
      yield value;
    }
  } finally {
    // Not awaited: whoever leaves early is not interested in how it ends.
    reader.cancel().catch(() => undefined);
  }
}
