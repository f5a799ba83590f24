/**
 * Puts the four files of MNIST into `public/mnist/`, gzipped and with verified checksums: from MNIST_DIR, or from the
 * public mirrors. A sound file in the target is never written again.
 *
 * A browser may fail at a gzip file of several members, or with bytes after the last one. Every file is therefore packed
 * anew, as one member.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { crc32, createInflateRaw, gunzip, gzip } from 'node:zlib';
import type { Fetch } from '../../src/engine/data/fetch-bytes.ts';
import { unpackMembers } from '../../src/engine/data/gunzip-members.ts';
import { isGzip } from '../../src/engine/data/gunzip.ts';
import { MIRRORS, MNIST_FILES, inReadingOrder } from '../../src/engine/data/mnist-files.ts';
import type { IdxFile } from '../../src/engine/data/mnist-files.ts';
import { MnistFolder } from './mnist-folder.ts';
import { Mirrors } from './mnist-mirrors.ts';
import type { Output } from './progress.ts';
import type { Environment } from './proxy.ts';

/** Flags of a gzip header. */
const [HAS_CRC, HAS_EXTRA, HAS_NAME, HAS_COMMENT] = [2, 4, 8, 16];
/** CRC and size, after a member's data. */
const TRAILER_BYTES = 8;
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
  /** For the proxy; the process's own by default. */
  readonly env?: Environment;
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
  const { target, output, files = inReadingOrder(MNIST_FILES), env = process.env, fetch } = options;
  const folder = new MnistFolder(options.mnistDir);
  const mirrors = new Mirrors({ mirrors: options.mirrors ?? MIRRORS, output, env, fetch });
  const written: string[] = [];
  let complete = true;
  for (const file of files) {
    const destination = path.join(target, `${file.name}.gz`);
    // One that can't be read is written anew.
    const present = await readFile(destination).catch(() => new Uint8Array());
    const known = await verifiedContent(present, file);
    if (known && (await isOneMember(present, known))) continue;
    const verified = (bytes: Uint8Array<ArrayBuffer>) => verifiedContent(bytes, file);
    const content = known ?? (await folder.get(file, verified)) ?? (await mirrors.get(file, verified));
    if (content) {
      await writeWhole(destination, await promisify(gzip)(content));
      written.push(file.name);
    } else complete = false;
  }
  if (complete) await writeAttribution(target);
  if (written.length > 0) output.write(`MNIST: ${written.length} verified files written to ${shown(target)}.\n`);
  else if (complete) output.write(`MNIST: in ${shown(target)} and verified; nothing to do.\n`);
  const problems = [...folder.problems, ...mirrors.problems];
  if (!complete) output.write(warning(problems));
  else if (folder.problems.length > 0) output.write(lines('MNIST_DIR was not used for everything:', folder.problems));
  return { complete, written, problems };
}

/** The uncompressed file; null if it can't be unpacked or its checksum is wrong. */
async function verifiedContent(bytes: Uint8Array<ArrayBuffer>, file: IdxFile): Promise<Uint8Array | null> {
  try {
    const content = isGzip(bytes) ? await unpacked(bytes, file) : bytes;
    return createHash('sha256').update(content).digest('hex') === file.sha256 ? content : null;
  } catch {
    return null;
  }
}

/** Node's gunzip is faster, but fails at some bytes after the last member. */
async function unpacked(bytes: Uint8Array<ArrayBuffer>, { name }: IdxFile): Promise<Uint8Array> {
  try {
    return await promisify(gunzip)(bytes);
  } catch {
    return buffer(unpackMembers(name, { at: async (index) => (index === 0 ? bytes : undefined) }));
  }
}

/** Every browser's own gunzip reads it. False also if `packed` is not packed: its name says that it is. */
async function isOneMember(packed: Uint8Array, content: Uint8Array): Promise<boolean> {
  if (!isGzip(packed)) return false;
  const start = headerLength(packed);
  const inflation = createInflateRaw();
  inflation.end(packed.subarray(start));
  await buffer(inflation);
  const end = start + inflation.bytesWritten;
  if (end + TRAILER_BYTES !== packed.length) return false;
  return Buffer.from(packed.subarray(end)).readUInt32LE() === crc32(content);
}

/** RFC 1952, section 2.3. */
function headerLength(packed: Uint8Array): number {
  const flags = packed[3] ?? 0;
  let at = 10;
  if (flags & HAS_EXTRA) at += 2 + (packed[at] ?? 0) + 256 * (packed[at + 1] ?? 0);
  if (flags & HAS_NAME) at = packed.indexOf(0, at) + 1;
  if (flags & HAS_COMMENT) at = packed.indexOf(0, at) + 1;
  return flags & HAS_CRC ? at + 2 : at;
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
  return (
    lines('Warning: MNIST could not be loaded.', problems) +
    'The page works with its built-in digits instead, and says so. For MNIST, set MNIST_DIR to a folder with its\n' +
    'files, or run `npm run data` again with a network; behind a proxy, set HTTPS_PROXY.\n'
  );
}

function lines(heading: string, problems: readonly string[]): string {
  return [heading, ...problems.map((problem) => `  ${problem}`), ''].join('\n');
}

function shown(folder: string): string {
  return path.relative(process.cwd(), folder) || folder;
}
