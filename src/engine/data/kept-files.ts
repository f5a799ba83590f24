/**
 * MNIST's files, kept in the browser's cache under their checksum once they are verified: one copy for all hosts, read
 * before any host is asked. A service worker can't keep them: the first visit has none, and it can't verify a file.
 */
import { messageOf } from '../../core/message-of.ts';
import { TimeoutError, withTimeout } from '../../core/with-timeout.ts';
import { DataError } from './data-error.ts';
import type { Bytes, Fetch } from './fetch-bytes.ts';
import { GZIP_MAGIC, isGzip } from './gunzip.ts';
import type { IdxFile } from './mnist-files.ts';

export interface KeptFiles {
  /** Null if no copy is kept. */
  open(file: IdxFile): Promise<Bytes | null>;
  /** `chunks`: the whole file, as it arrived. */
  keep(file: IdxFile, chunks: readonly Uint8Array<ArrayBuffer>[]): Promise<void>;
  /** For a damaged copy. */
  drop(file: IdxFile): Promise<void>;
}

const CACHE = 'softmax-live-mnist';
/** Far longer than a disk takes. A cache may never answer; a host still has the file then. */
const LIMIT_MS = 5_000;

/** Null where the browser has no cache: in sandboxed frames, on insecure hosts, under Node. */
export async function openKeptFiles(): Promise<KeptFiles | null> {
  try {
    // The type says that it always exists.
    const storage = globalThis.caches as CacheStorage | undefined;
    return storage ? keptIn(await answered(storage.open(CACHE))) : null;
  } catch {
    // A cache that may not be used is no failure of a file.
    return null;
  }
}

/** The used part of a browser's `Cache`. */
interface Store {
  match(key: string): Promise<Response | undefined>;
  put(key: string, response: Response): Promise<void>;
  delete(key: string): Promise<boolean>;
}

export function keptIn(cache: Store): KeptFiles {
  return {
    async open(file) {
      const response = await answered(cache.match(keyOf(file)));
      return response?.body ? bytesOf(file.name, response.body) : null;
    },
    async keep(file, chunks) {
      const blob = new Blob([...chunks]);
      const isPacked = isGzip(new Uint8Array(await blob.slice(0, GZIP_MAGIC.length).arrayBuffer()));
      // The platform may have unpacked it; packed, MNIST takes a fifth of the room.
      const stream = isPacked ? blob.stream() : blob.stream().pipeThrough(new CompressionStream('gzip'));
      await cache.put(keyOf(file), new Response(stream));
    },
    async drop(file) {
      await cache.delete(keyOf(file));
    },
  };
}

function answered<T>(answer: Promise<T>): Promise<T> {
  return withTimeout(answer, LIMIT_MS, 'The cache');
}

/** Only names the copy; no file has this address. */
function keyOf({ name, sha256 }: IdxFile): string {
  return `/mnist/${name}/${sha256}`;
}

/**
 * `kept` for one opening of a data set: a dropped copy is not opened again, even if the store fails to delete it or
 * never answers. Otherwise every source would read the damaged copy instead of the file.
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

/** A file's bytes, and what to do with them once they are verified, or found damaged. */
export interface Delivery {
  readonly bytes: Bytes;
  /** From a kept copy. */
  readonly isKept: boolean;
  /** Keeps the file, in the background. */
  sound(): void;
  /** Drops the kept copy, in the background. */
  unsound(): void;
}

/** The kept copy, else what `fetchFile` yields. */
export async function deliver(kept: KeptFiles | null, file: IdxFile, fetchFile: () => Bytes): Promise<Delivery> {
  // If the store fails, the host still has the file.
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
      // Without room for it, the next visit fetches it again.
      kept?.keep(file, chunks).catch(() => undefined);
    },
    unsound: () => undefined,
  };
}

/** For files that are kept here: the HTTP cache would only hold a second copy. */
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
      const { done, value } = await answered(reader.read()).catch((cause: unknown) => {
        const problem = cause instanceof TimeoutError ? 'timeout' : 'network';
        throw new DataError(problem, file, `the kept copy: ${messageOf(cause)}`, { cause });
      });
      if (done) return;
      yield value;
    }
  } finally {
    // Not awaited: the outcome does not matter to a reader that leaves early.
    reader.cancel().catch(() => undefined);
  }
}
