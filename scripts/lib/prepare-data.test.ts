import { mkdtemp, mkdir, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crc32, gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { idxBytes, idxFile } from '../../src/engine/testing/idx-fixtures.ts';
import { LEGAL_GZIP } from './gzip-fixtures.ts';
import { prepareData } from './prepare-data.ts';
import type { PrepareOptions } from './prepare-data.ts';

const LABELS = idxFile('some-labels-idx1-ubyte', 'labels', 30);
const IMAGES = idxFile('some-images-idx3-ubyte', 'images', 3);
const CONTENT = new Map([LABELS, IMAGES].map((file) => [file.name, idxBytes(file.kind, file.count)]));
const FIRST = 'https://first.test/mnist/';
const SECOND = 'https://second.test/mnist/';
const SET_IT = "Set MNIST_DIR to the folder with MNIST's four files.";

let folder = '';
let text = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mnist-'));
  text = '';
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const refuse = () => Promise.reject(new TypeError('fetch failed', { cause: new Error('no route') }));
/** A mirror with all files, packed. */
async function serve(url: string): Promise<Response> {
  return new Response(gzipSync(CONTENT.get(path.basename(url, '.gz')) ?? new Uint8Array()));
}

async function serveSomethingElseFirst(url: string): Promise<Response> {
  return url.startsWith(FIRST) ? new Response(idxBytes('images', 4)) : serve(url);
}

function prepare(options: Partial<PrepareOptions> = {}) {
  return prepareData({
    target: path.join(folder, 'public'),
    mnistDir: undefined,
    output: { write: (part) => (text += part) },
    mirrors: [FIRST, SECOND],
    files: [LABELS, IMAGES],
    fetch: refuse,
    ...options,
  });
}

async function unpacked(name: string): Promise<Buffer> {
  return gunzipSync(await readFile(path.join(folder, 'public', `${name}.gz`)));
}

/** gunzip compares the CRC of the header, whose lower half is at `at`. */
function withHeaderCrc(bytes: Buffer, at: number): Buffer {
  bytes.writeUInt16LE(crc32(bytes.subarray(0, at)) & 0xffff, at);
  return bytes;
}

/** As a browser without tolerance reads it. */
async function isPlainGzip(name: string): Promise<boolean> {
  const bytes = await readFile(path.join(folder, 'public', `${name}.gz`));
  return bytes.equals(gzipSync(CONTENT.get(name) ?? ''));
}

describe.each(LEGAL_GZIP)('a gzip file %s', (_, pack) => {
  const packed = new Map([...CONTENT].map(([name, content]) => [name, pack(content)]));

  const servePacked = async (url: string) => new Response(new Uint8Array(packed.get(path.basename(url, '.gz')) ?? []));

  it('in MNIST_DIR is packed anew as one member', async () => {
    const mnistDir = path.join(folder, 'mine');
    await mkdir(mnistDir);
    for (const [name, bytes] of packed) await writeFile(path.join(mnistDir, `${name}.gz`), bytes);
    await expect(prepare({ mnistDir })).resolves.toMatchObject({ complete: true, problems: [] });
    for (const name of packed.keys()) await expect(isPlainGzip(name)).resolves.toBe(true);
  });

  it('from a mirror is packed anew as one member', async () => {
    await expect(prepare({ fetch: servePacked })).resolves.toMatchObject({ complete: true, problems: [] });
    for (const name of packed.keys()) await expect(isPlainGzip(name)).resolves.toBe(true);
  });

  it('in the target is packed anew as one member, without a request', async () => {
    await mkdir(path.join(folder, 'public'));
    for (const [name, bytes] of packed) await writeFile(path.join(folder, 'public', `${name}.gz`), bytes);
    await expect(prepare()).resolves.toMatchObject({ complete: true, written: [...packed.keys()], problems: [] });
    for (const name of packed.keys()) await expect(isPlainGzip(name)).resolves.toBe(true);
    await expect(prepare()).resolves.toMatchObject({ complete: true, written: [] });
  });
});

describe('prepareData', () => {
  it('takes raw files from torchvision’s layout in MNIST_DIR and packs them', async () => {
    const mnistDir = path.join(folder, 'torchvision');
    await mkdir(path.join(mnistDir, 'MNIST', 'raw'), { recursive: true });
    for (const [name, bytes] of CONTENT) await writeFile(path.join(mnistDir, 'MNIST', 'raw', name), bytes);
    await expect(prepare({ mnistDir })).resolves.toMatchObject({ complete: true, problems: [] });
    expect(Buffer.compare(await unpacked(IMAGES.name), idxBytes('images', 3))).toBe(0);
    expect(await readdir(path.join(folder, 'public'))).toEqual([
      'ATTRIBUTION.txt',
      `${IMAGES.name}.gz`,
      `${LABELS.name}.gz`,
    ]);
  });

  it('takes Kaggle’s layout in MNIST_DIR: each file in a folder of its name', async () => {
    const mnistDir = path.join(folder, 'archive');
    for (const [name, bytes] of CONTENT) {
      await mkdir(path.join(mnistDir, name), { recursive: true });
      await writeFile(path.join(mnistDir, name, name), bytes);
    }
    await expect(prepare({ mnistDir })).resolves.toMatchObject({ complete: true, problems: [] });
  });

  it('takes files under their dotted names from a path with characters that have a meaning in URLs', async () => {
    const mnistDir = path.join(folder, 'a b#c%20d?é한');
    await mkdir(mnistDir);
    for (const [name, bytes] of CONTENT) await writeFile(path.join(mnistDir, name.replace('-idx', '.idx')), bytes);
    await expect(prepare({ mnistDir })).resolves.toMatchObject({ complete: true, problems: [] });
  });

  it('takes a sound file of MNIST_DIR that is beside a damaged one', async () => {
    const mnistDir = path.join(folder, 'mine');
    await mkdir(mnistDir);
    for (const [name, bytes] of CONTENT) {
      await writeFile(path.join(mnistDir, `${name}.gz`), 'half');
      await writeFile(path.join(mnistDir, name), bytes);
    }
    await expect(prepare({ mnistDir })).resolves.toMatchObject({ complete: true, problems: [] });
  });

  it('writes nothing the second time', async () => {
    await prepare({ fetch: serve });
    const file = path.join(folder, 'public', `${IMAGES.name}.gz`);
    const before = await stat(file);
    await expect(prepare()).resolves.toEqual({ complete: true, written: [], problems: [] });
    expect((await stat(file)).mtimeMs).toBe(before.mtimeMs);
    expect(text).toContain('nothing to do');
  });

  it('keeps a file whose gzip header has a name, a comment, an extra field and a CRC', async () => {
    await prepare({ fetch: serve });
    const file = path.join(folder, 'public', `${IMAGES.name}.gz`);
    const plain = await readFile(file);
    const fields = [3, 0, 1, 2, 3, ...Buffer.from('name\0comment\0'), 0, 0];
    const bytes = Buffer.concat([plain.subarray(0, 10), Uint8Array.from(fields), plain.subarray(10)]);
    bytes[3] = 4 | 8 | 16 | 2;
    await writeFile(file, withHeaderCrc(bytes, 10 + fields.length - 2));
    await expect(prepare()).resolves.toMatchObject({ complete: true, written: [] });
  });

  it('replaces a damaged file and no other', async () => {
    await prepare({ fetch: serve });
    await writeFile(path.join(folder, 'public', `${IMAGES.name}.gz`), 'half');
    await expect(prepare({ fetch: serve })).resolves.toMatchObject({ complete: true, written: [IMAGES.name] });
    expect(Buffer.compare(await unpacked(IMAGES.name), idxBytes('images', 3))).toBe(0);
  });

  it('uses the next mirror when one fails, and does not ask the failed one again', async () => {
    const asked: string[] = [];
    const fetch = (url: string) => {
      asked.push(url);
      return url.startsWith(FIRST) ? refuse() : serve(url);
    };
    const { complete, problems } = await prepare({ fetch });
    expect(complete).toBe(true);
    expect(problems).toEqual([expect.stringContaining('first.test')]);
    expect(asked.filter((url) => url.startsWith(FIRST))).toHaveLength(1);
  });

  it('refuses a file with a wrong checksum', async () => {
    const { complete, problems } = await prepare({ fetch: serveSomethingElseFirst });
    expect(complete).toBe(true);
    expect(problems).toEqual([expect.stringContaining('SHA-256')]);
  });

  it('reports a missing MNIST_DIR once, by its full path, and uses the mirrors', async () => {
    const { complete, problems } = await prepare({ mnistDir: path.join(folder, 'nowhere'), fetch: serve });
    expect(complete).toBe(true);
    expect(problems).toEqual([`MNIST_DIR: ${path.join(folder, 'nowhere')} does not exist. ${SET_IT}`]);
    expect(text).toContain(problems[0]);
  });

  it('reports an MNIST_DIR that is a file', async () => {
    const mnistDir = path.join(folder, `${LABELS.name}.gz`);
    await writeFile(mnistDir, 'labels');
    const { problems } = await prepare({ mnistDir, fetch: serve });
    expect(problems).toEqual([`MNIST_DIR: ${mnistDir} is a file. Set MNIST_DIR to the folder that it is in.`]);
  });

  it('reports each file that MNIST_DIR lacks, and uses the mirrors for those', async () => {
    const mnistDir = path.join(folder, 'mine');
    await mkdir(mnistDir);
    await writeFile(path.join(mnistDir, LABELS.name), CONTENT.get(LABELS.name) ?? '');
    const { complete, problems } = await prepare({ mnistDir, fetch: serve });
    expect(complete).toBe(true);
    expect(problems).toEqual([`MNIST_DIR: ${mnistDir} has no ${IMAGES.name}, neither raw nor as .gz. Put it there.`]);
  });

  it.each([
    ['a folder', /some-labels-idx1-ubyte can't be read \(EISDIR.*Put it there/, (file: string) => mkdir(file)],
    [
      'a link to itself',
      /some-labels-idx1-ubyte can't be read \(ELOOP.*copy it again/,
      (file: string) => symlink(file, file),
    ],
    ['damaged', /some-labels-idx1-ubyte is damaged.*download it again/, (file: string) => writeFile(file, 'half')],
  ])('reports a file of MNIST_DIR that is %s, and uses the mirrors', async (_, expected, spoil) => {
    await mkdir(path.join(folder, 'mine'));
    await spoil(path.join(folder, 'mine', LABELS.name));
    const { complete, problems } = await prepare({ mnistDir: path.join(folder, 'mine'), fetch: serve });
    expect(complete).toBe(true);
    expect(problems[0]).toMatch(expected);
    expect(text).toContain(problems[0]);
  });

  it('warns once without a network and does not reject', async () => {
    const { complete, problems } = await prepare();
    expect(complete).toBe(false);
    expect(problems).toEqual([expect.stringContaining('first.test'), expect.stringContaining('no route')]);
    expect(text.match(/Warning/g)).toHaveLength(1);
    expect(text).toContain('built-in digits');
  });
});
