/**
 * Puts the four files of MNIST into `public/mnist/`, gzipped and with verified checksums: from MNIST_DIR, or from the
 * public mirrors. A sound file in the target is never written again.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { messageOf } from '../../src/core/message-of.ts';
import { DataError } from '../../src/engine/data/data-error.ts';
import { openRequest } from '../../src/engine/data/fetch-bytes.ts';
import type { Fetch } from '../../src/engine/data/fetch-bytes.ts';
import { isGzip } from '../../src/engine/data/gunzip.ts';
import { MIRRORS, MNIST_FILES, inReadingOrder } from '../../src/engine/data/mnist-files.ts';
import type { IdxFile } from '../../src/engine/data/mnist-files.ts';
import { findMnistFile } from './mnist-folder.ts';
import { Progress } from './progress.ts';
import type { Output } from './progress.ts';

const STALL_MS = 10_000;
const ATTRIBUTION = `MNIST handwritten digits
by Yann LeCun, Corinna Cortes and Christopher J. C. Burges,
under the Creative Commons Attribution-ShareAlike 3.0 licence (CC BY-SA 3.0):
https://creativecommons.org/licenses/by-sa/3.0/
`;

export interface PrepareOptions {
  /** Where the files go, usually `public/mnist`. */
  readonly target: string;
  readonly mnistDir: string | undefined;
  readonly output: Output;
  readonly mirrors?: readonly string[];
  readonly files?: readonly IdxFile[];
  readonly fetch?: Fetch;
}

export interface Prepared {
  /** All files are in the target, verified. */
  readonly complete: boolean;
  /** Names of those that were written. */
  readonly written: readonly string[];
  /** One line for each place that failed. */
  readonly problems: readonly string[];
}

/** Rejects only if the target can't be written. */
export async function prepareData(options: PrepareOptions): Promise<Prepared> {
  const { target, output, files = inReadingOrder(MNIST_FILES) } = options;
  const problems: string[] = [];
  const written: string[] = [];
  // A mirror that fails is not asked for the next file.
  const mirrors = new Set(options.mirrors ?? MIRRORS);
  let complete = true;
  for (const file of files) {
    const destination = path.join(target, `${file.name}.gz`);
    if (await isSoundFile(destination, file)) continue;
    const bytes =
      (await fromFolder(options.mnistDir, file, problems)) ?? (await fromMirrors(mirrors, file, options, problems));
    if (bytes) {
      await writeWhole(destination, bytes);
      written.push(file.name);
    } else complete = false;
  }
  if (complete) await writeAttribution(target);
  if (written.length > 0) output.write(`MNIST: ${written.length} verified files written to ${shown(target)}.\n`);
  else if (complete) output.write(`MNIST: in ${shown(target)} and verified; nothing to do.\n`);
  if (!complete) output.write(warning(problems));
  return { complete, written, problems };
}

async function fromFolder(
  folder: string | undefined,
  file: IdxFile,
  problems: string[],
): Promise<Uint8Array<ArrayBuffer> | null> {
  if (folder === undefined || folder === '') return null;
  const found = findMnistFile(folder, file.name, existsSync);
  if (found === null) {
    problems.push(`MNIST_DIR (${folder}) has no ${file.name}, neither raw nor as .gz.`);
    return null;
  }
  try {
    const bytes = await readFile(found);
    if (await isSound(bytes, file)) return await packed(bytes);
    problems.push(`MNIST_DIR: ${found} is damaged; its SHA-256 is wrong.`);
  } catch (error) {
    problems.push(`MNIST_DIR: ${found} can't be read (${messageOf(error)}).`);
  }
  return null;
}

async function fromMirrors(
  mirrors: Set<string>,
  file: IdxFile,
  options: PrepareOptions,
  problems: string[],
): Promise<Uint8Array<ArrayBuffer> | null> {
  for (const mirror of mirrors) {
    const progress = new Progress(file.name.padEnd(23), options.output);
    try {
      const bytes = await download(`${mirror}${file.name}.gz`, file, options.fetch ?? fetch, progress);
      if (await isSound(bytes, file)) return await packed(bytes);
      throw new Error(`${file.name}: its SHA-256 is wrong`);
    } catch (error) {
      mirrors.delete(mirror);
      problems.push(`${new URL(mirror).host}: ${messageOf(error)}`);
    } finally {
      progress.end();
    }
  }
  return null;
}

async function download(url: string, file: IdxFile, fetchIt: Fetch, progress: Progress): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const request = await openRequest({
    url,
    file: file.name,
    fetch: fetchIt,
    signal: new AbortController().signal,
    stallMs: STALL_MS,
  });
  try {
    const { ok, status, headers } = request.response;
    if (!ok) throw new DataError('http', file.name, `HTTP ${status}`);
    // With a Content-Encoding the length is that of the packed bytes, but the chunks are unpacked.
    const length = headers.get('content-encoding') ? 0 : Number(headers.get('content-length'));
    progress.expect(Number.isSafeInteger(length) && length > 0 ? length : null);
    for await (const chunk of request.bytes) {
      chunks.push(chunk);
      progress.add(chunk.length);
    }
  } finally {
    request.close();
  }
  return Buffer.concat(chunks);
}

/** False also if the file can't be read: then it is written anew. */
async function isSoundFile(name: string, file: IdxFile): Promise<boolean> {
  const bytes = await readFile(name).catch(() => null);
  return bytes !== null && (await isSound(bytes, file));
}

async function isSound(bytes: Uint8Array, file: IdxFile): Promise<boolean> {
  try {
    const content = isGzip(bytes) ? await promisify(gunzip)(bytes) : bytes;
    return createHash('sha256').update(content).digest('hex') === file.sha256;
  } catch {
    // What can't be unpacked isn't sound.
    return false;
  }
}

async function packed(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  return isGzip(bytes) ? new Uint8Array(bytes) : new Uint8Array(await promisify(gzip)(bytes));
}

/** Never leaves half a file under the final name. */
async function writeWhole(destination: string, bytes: Uint8Array): Promise<void> {
  await mkdir(path.dirname(destination), { recursive: true });
  const temporary = `${destination}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, bytes);
    await rename(temporary, destination);
  } finally {
    await rm(temporary, { force: true });
  }
}

async function writeAttribution(target: string): Promise<void> {
  const file = path.join(target, 'ATTRIBUTION.txt');
  if (!existsSync(file)) await writeWhole(file, new TextEncoder().encode(ATTRIBUTION));
}

function warning(problems: readonly string[]): string {
  return [
    'Warning: MNIST could not be loaded.',
    ...problems.map((problem) => `  ${problem}`),
    'The page works with its built-in digits instead, and says so. For MNIST, set MNIST_DIR to a folder with its',
    'files, or run `npm run data` again with a network.',
    '',
  ].join('\n');
}

function shown(folder: string): string {
  return path.relative(process.cwd(), folder) || folder;
}
