/** A whole data set over connections that break: what is handed over, reported and retried. */
import { describe, expect, it } from 'vitest';
import type { Notice } from '../../core/notices.ts';
import type { DataReport } from '../engine.ts';
import type { Dataset } from './dataset.ts';
import { SMALL_FILES, builtInDigits, gzipped, idxBytes } from '../testing/idx-fixtures.ts';
import { openDataset } from './open-dataset.ts';
import { RECONNECT_AT_ONCE, type Script, ScriptedHost } from '../testing/scripted-host.ts';

const GONE: readonly Script[] = Array.from({ length: 9 }, () => ({ refused: true }));
/** Packs badly, so that the file has many chunks. */
const NOISE = Uint8Array.from({ length: 50 * 784 }, (_, i) => Math.imul(i + 1, 2_654_435_761) >>> 24);

const content = (key: keyof typeof SMALL_FILES) => idxBytes(SMALL_FILES[key].kind, SMALL_FILES[key].count);

/** The page's host: the training images come as scripted, the other files correctly. */
async function hosts(scripts: readonly Script[], images?: Uint8Array<ArrayBuffer>, etag: string | null = null) {
  const train = new ScriptedHost(images ?? (await gzipped(content('trainImages'))), scripts, etag);
  const others = new Map<string, ScriptedHost>();
  for (const key of ['trainLabels', 'testImages', 'testLabels'] as const)
    others.set(`${SMALL_FILES[key].name}.gz`, new ScriptedHost(await gzipped(content(key)), []));
  return { train, others };
}

async function open(from: Awaited<ReturnType<typeof hosts>> | null, again = false) {
  const said: string[] = [];
  const notices: Notice[] = [];
  const reports: DataReport[] = [];
  const datasets: Dataset[] = [];
  await openDataset({
    choice: 'auto',
    baseUrl: 'https://page.test/',
    signal: new AbortController().signal,
    again,
    onReport: (report) => reports.push(report),
    onNotice: (notice) => {
      notices.push(notice);
      said.push(notice.code);
    },
    onDataset: (dataset) => {
      datasets.push(dataset);
      said.push(dataset.name);
    },
    overrides: {
      files: SMALL_FILES,
      firstBlock: 8,
      reconnection: RECONNECT_AT_ONCE,
      createBuiltIn: builtInDigits,
      fetch: (url, init) => {
        const name = url.slice(url.lastIndexOf('/') + 1);
        const host = name === 'train-images.gz' ? from?.train : from?.others.get(name);
        if (!host || !url.startsWith('https://page.test/')) return Promise.reject(new TypeError('fetch failed'));
        return host.fetch(url, init);
      },
    },
  });
  return { said, notices, reports, datasets };
}

/** Images of the same number and size, and other content. */
function otherImages(): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = content('trainImages');
  bytes.set(NOISE, 16);
  return gzipped(bytes);
}

/** The rest of another file, from a host that describes no file: only the content differs. */
const otherRest = async (): Promise<Script> => ({ body: await otherImages(), headers: { 'content-range': '' } });

const isSound = (dataset: Dataset | undefined) =>
  dataset?.train.loaded === 50 && Buffer.compare(dataset.train.images, content('trainImages').subarray(16)) === 0;

describe('a data set whose connection breaks in the training images', () => {
  it('is complete and verified, without a notice', async () => {
    const { train, others } = await hosts([{ cutAfter: 100 }, { refused: true }, { cutAfter: 50 }]);
    const { said, datasets, reports } = await open({ train, others });
    expect(said).toEqual(['mnist']);
    expect(isSound(datasets[0])).toBe(true);
    expect(reports.at(-1)).toMatchObject({ loaded: 70, total: 70, failures: [] });
    expect(reports.at(-1)?.interrupted).toBeUndefined();
    expect(train.asked.map(({ range }) => range)).toEqual([null, 'bytes=100-', 'bytes=100-', 'bytes=150-']);
  });

  it('comes from the next source if the connection never returns', async () => {
    const { train, others } = await hosts([{ cutAfter: 100 }, ...GONE]);
    const { said } = await open({ train, others });
    expect(said).toEqual(['data-source-failed', 'data-source-failed', 'data-synthetic', 'synthetic']);
  });
});

describe('a data set with a file pieced together from two versions', () => {
  it('fails its checksum and is loaded once more in one piece', async () => {
    const from = await hosts([{ cutAfter: 200 }, await otherRest()]);
    const { said, notices, datasets } = await open(from);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatchObject({
      code: 'data-source-failed',
      params: { file: 'train-images', source: 'page', next: 'page' },
    });
    expect(said.at(-1)).toBe('mnist');
    expect(isSound(datasets.at(-1))).toBe(true);
  });

  it('is loaded anew if the host reports the change before anything is pieced together', async () => {
    const { said, notices, datasets } = await open(
      await hosts([{ cutAfter: 200 }, { headers: { etag: '"2"' } }], undefined, '"1"'),
    );
    expect(notices[0]).toMatchObject({ params: { problem: 'changed', next: 'page' } });
    expect(said.at(-1)).toBe('mnist');
    expect(isSound(datasets.at(-1))).toBe(true);
  });

  it('comes from the next source if that happens twice', async () => {
    const wrong = [{ cutAfter: 200 }, await otherRest()];
    const { notices, said } = await open(await hosts([...wrong, ...wrong]));
    expect(notices.map(({ params }) => ('next' in params ? params.next : ''))).toEqual([
      'page',
      'mirror',
      'built-in',
      '',
    ]);
    expect(said.at(-1)).toBe('synthetic');
  });
});

describe('MNIST, requested again while the built-in digits are in use,', () => {
  it('replaces them when its first block has arrived', async () => {
    const { said, datasets, reports } = await open(await hosts([]), true);
    expect(said).toEqual(['mnist']);
    expect(isSound(datasets[0])).toBe(true);
    expect(reports.every(({ dataset }) => dataset === 'mnist')).toBe(true);
  });

  it('gives one notice and changes nothing if it is still missing', async () => {
    const { said, notices, datasets, reports } = await open(null, true);
    expect(said).toEqual(['data-again-failed']);
    expect(notices[0]).toMatchObject({ params: { source: 'mirror', problem: 'network' } });
    expect(datasets).toEqual([]);
    expect(reports).toEqual([]);
  });

  it('is replaced by the built-in digits if it fails after its first block', async () => {
    const from = await hosts([{ cutAfter: 20_000 }, ...GONE], await otherImages());
    const { said } = await open(from, true);
    expect(said).toEqual(['mnist', 'data-source-failed', 'data-source-failed', 'data-synthetic', 'synthetic']);
  });
});
