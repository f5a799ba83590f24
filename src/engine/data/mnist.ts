/**
 * MNIST from one folder: fetched, unpacked, parsed and checksummed as it arrives, straight into the arrays that
 * training reads. Images count as loaded as they arrive, but the last one only once the checksum of its file is right:
 * a complete set is always a verified set.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { EngineError } from '../engine.ts';
import { yieldToMessages } from '../yield.ts';
import { DataError, dataErrorOf } from './data-error.ts';
import type { Dataset } from './dataset.ts';
import { type Connection, download } from './download.ts';
import type { Bytes, Fetch } from './fetch-bytes.ts';
import { GrowingImageSet } from './growing-image-set.ts';
import { gunzipIfPacked } from './gunzip.ts';
import { IdxReader } from './idx.ts';
import { bypassingCache, deliver, type KeptFiles } from './kept-files.ts';
import type { IdxFile, IdxFiles } from './mnist-files.ts';
import type { Reconnection } from './reconnection.ts';

/** Short enough that a prediction in between has no noticeable delay. */
const SLICE_MS = 8;

/** A data set that is being loaded. */
export interface OpenSource {
  readonly dataset: Dataset;
  /** Settles when everything has arrived; rejects with any error of the source, or the signal's reason. */
  readonly complete: Promise<void>;
  /** The connection is broken and is being retried. */
  readonly interrupted: boolean;
  /** A file came from more than one answer, or from a kept copy, which may be the cause of a fault. */
  readonly pieced: boolean;
  /** Rejects those who wait for images of this data set. */
  discard(error: EngineError): void;
}

export interface MnistOptions {
  /** URL of the folder with the four `.gz` files, with its slash. */
  readonly folderUrl: string;
  readonly files: IdxFiles;
  readonly fetch: Fetch;
  /** Read before the host is asked. */
  readonly kept: KeptFiles | null;
  readonly signal: AbortSignal;
  readonly stallMs: number;
  readonly reconnection: Reconnection;
  /** Training images with which a run may begin; the test files are fetched after these, beside the rest. */
  readonly firstBlock: number;
  /** After each chunk, and when `interrupted` has changed. */
  readonly onProgress: () => void;
}

export function openMnist(options: MnistOptions): OpenSource {
  const { files } = options;
  const train = new GrowingImageSet(files.trainImages.count);
  const test = new GrowingImageSet(files.testImages.count);
  const connection: Connection = { proven: false, pieced: false, cuts: 0 };
  return {
    dataset: { name: 'mnist', train, test },
    complete: loadAll({ ...options, connection }, train, test),
    get interrupted() {
      return connection.cuts > 0;
    },
    get pieced() {
      return connection.pieced;
    },
    discard: (error) => {
      train.fail(error);
      test.fail(error);
    },
  };
}

type LoadOptions = MnistOptions & { readonly connection: Connection };

/** If one file fails, the requests for the others end. */
async function loadAll(options: LoadOptions, train: GrowingImageSet, test: GrowingImageSet): Promise<void> {
  const { files, firstBlock } = options;
  const group = new AbortController();
  const abort = () => group.abort(options.signal.reason);
  options.signal.addEventListener('abort', abort);
  const shared = { ...options, signal: group.signal };
  try {
    options.signal.throwIfAborted();
    const trainDone = loadSet(shared, files.trainLabels, files.trainImages, train);
    const started = Promise.race([train.whenLoaded(Math.min(firstBlock, train.total)), trainDone]);
    const testDone = started.then(() => loadSet(shared, files.testLabels, files.testImages, test));
    await Promise.all([trainDone, testDone]);
  } finally {
    options.signal.removeEventListener('abort', abort);
    group.abort();
  }
}

/** Labels first: they are small, and an image without its label is of no use. */
async function loadSet(options: LoadOptions, labels: IdxFile, images: IdxFile, set: GrowingImageSet): Promise<void> {
  await loadFile(options, labels, set.labels, () => undefined);
  await loadFile(options, images, set.images, (items) => {
    set.advance(Math.min(items, set.total - 1));
    options.onProgress();
  });
  set.advance(set.total);
  options.onProgress();
}

async function loadFile(
  options: LoadOptions,
  file: IdxFile,
  target: Uint8Array,
  onItems: (items: number) => void,
): Promise<void> {
  const { kept, connection, signal } = options;
  const url = `${options.folderUrl}${file.name}.gz`;
  const fetch = kept ? bypassingCache(options.fetch) : options.fetch;
  const delivery = await deliver(kept, file, () =>
    download({ ...options, fetch, url, file: file.name, onConnection: options.onProgress }),
  );
  try {
    await readFile(file, delivery.bytes, target, signal, onItems);
  } catch (error) {
    signal.throwIfAborted();
    if (delivery.isKept) connection.pieced = true;
    delivery.unsound();
    throw dataErrorOf(error, file.name);
  }
  delivery.sound();
}

async function readFile(
  file: IdxFile,
  packed: Bytes,
  target: Uint8Array,
  signal: AbortSignal,
  onItems: (items: number) => void,
): Promise<void> {
  const reader = new IdxReader(file, target);
  const hash = sha256.create();
  let sliceEnd = performance.now() + SLICE_MS;
  for await (const chunk of gunzipIfPacked(file.name, packed)) {
    signal.throwIfAborted();
    reader.push(chunk);
    hash.update(chunk);
    onItems(reader.items);
    // Chunks that have already arrived follow without a pause, for seconds on a slow machine.
    if (performance.now() < sliceEnd) continue;
    await yieldToMessages();
    sliceEnd = performance.now() + SLICE_MS;
  }
  reader.finish();
  const sum = bytesToHex(hash.digest());
  if (sum !== file.sha256) {
    throw new DataError('checksum', file.name, `SHA-256 ${sum.slice(0, 12)}… instead of ${file.sha256.slice(0, 12)}…`);
  }
}
