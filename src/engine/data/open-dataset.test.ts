import { once } from 'node:events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Notice } from '../../core/notices.ts';
import type { DataChoice } from '../../core/types.ts';
import { type DataReport, EngineError } from '../engine.ts';
import type { Dataset } from './dataset.ts';
import { GrowingImageSet } from './growing-image-set.ts';
import { LEGAL_GZIP, StrictDecompressionStream, cutInSecondMember } from '../../../scripts/lib/gzip-fixtures.ts';
import { SMALL_FILES, builtInDigits, gzipped, idxBytes } from '../testing/idx-fixtures.ts';
import type * as Members from './gunzip-members.ts';
import { CORS_MIRROR } from './mnist-files.ts';
import { openDataset } from './open-dataset.ts';
import { RECONNECT_AT_ONCE } from '../testing/scripted-host.ts';

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

afterEach(() => {
  fallback.isGone = false;
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const PAGE = 'https://page.test/a/';

/** What a host answers for one file: packed by default, as MNIST is hosted. */
type Answer = (signal: AbortSignal | null | undefined) => Promise<Response>;

const sound = (key: keyof typeof SMALL_FILES) => idxBytes(SMALL_FILES[key].kind, SMALL_FILES[key].count);
const packed =
  (bytes: Uint8Array<ArrayBuffer>): Answer =>
  async () =>
    new Response(await gzipped(bytes));
const plain =
  (body: BodyInit | null, status = 200): Answer =>
  async () =>
    new Response(body, { status });
const unreachable: Answer = () => Promise.reject(new TypeError('fetch failed'));
const throwing: Answer = () => {
  throw new TypeError('no fetch here');
};
/** Sends one byte and then nothing. */
const silent: Answer = async () =>
  new Response(
    new ReadableStream({
      start: (controller) => controller.enqueue(new Uint8Array([0])),
      pull: () => passStall(),
    }),
  );
const unanswered: Answer = () => passStall();

const STALL_MS = 20_000;
/** Never settles. Where the clock is faked, lets the wait for the host run out as soon as it has begun. */
function passStall(): Promise<never> {
  setImmediate(() => {
    if (vi.isFakeTimers()) vi.advanceTimersByTime(STALL_MS);
  });
  return new Promise(() => undefined);
}

const SOUND: Readonly<Record<string, Answer>> = Object.fromEntries(
  (['trainImages', 'trainLabels', 'testImages', 'testLabels'] as const).map((key) => [
    `${SMALL_FILES[key].name}.gz`,
    packed(sound(key)),
  ]),
);

/** Much faster than `toEqual` on tens of thousands of bytes. */
function sameBytes(a: Uint8Array | undefined, b: Uint8Array): boolean {
  return a !== undefined && Buffer.compare(a, b) === 0;
}

function withTail(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const longer = new Uint8Array(bytes.length + 3);
  longer.set(bytes);
  return longer;
}

interface Hosts {
  readonly page?: Readonly<Record<string, Answer>>;
  readonly mirror?: Readonly<Record<string, Answer>>;
}

/** Everything `openDataset` reported, in order. */
class Log {
  readonly said: string[] = [];
  readonly notices: Notice[] = [];
  readonly reports: DataReport[] = [];
  readonly datasets: Dataset[] = [];
  readonly requests: string[] = [];
}

function open(
  log: Log,
  hosts: Hosts,
  choice: DataChoice = 'auto',
  signal = new AbortController().signal,
  createBuiltIn = builtInDigits,
) {
  return openDataset({
    choice,
    baseUrl: PAGE,
    signal,
    onReport: (report) => log.reports.push(report),
    onNotice: (notice) => {
      log.notices.push(notice);
      log.said.push(notice.code);
    },
    onDataset: (dataset) => {
      log.datasets.push(dataset);
      log.said.push(dataset.name);
    },
    overrides: {
      files: SMALL_FILES,
      reconnection: RECONNECT_AT_ONCE,
      firstBlock: 8,
      stallMs: STALL_MS,
      createBuiltIn,
      fetch: (url, init) => {
        log.requests.push(url);
        const host = url.startsWith(`${PAGE}mnist/`) ? hosts.page : url.startsWith(CORS_MIRROR) ? hosts.mirror : {};
        const answer = host?.[url.slice(url.lastIndexOf('/') + 1)];
        return (answer ?? plain('not found', 404))(init.signal);
      },
    },
  });
}

describe('a data set from the page', () => {
  it('is loaded whole, verified and reported', async () => {
    const log = new Log();
    await open(log, { page: SOUND });
    expect(log.said).toEqual(['mnist']);
    const [dataset] = log.datasets;
    expect(sameBytes(dataset?.train.images, sound('trainImages').subarray(16))).toBe(true);
    expect(sameBytes(dataset?.train.labels, sound('trainLabels').subarray(8))).toBe(true);
    expect(sameBytes(dataset?.test.images, sound('testImages').subarray(16))).toBe(true);
    expect(sameBytes(dataset?.test.labels, sound('testLabels').subarray(8))).toBe(true);
    expect(log.reports.at(-1)).toEqual({
      dataset: 'mnist',
      source: 'page',
      loaded: 70,
      total: 70,
      trainTotal: 50,
      testTotal: 20,
      failures: [],
    });
  });

  it('is fetched with the training labels first, the test files last', async () => {
    const log = new Log();
    await open(log, { page: SOUND });
    expect(log.requests.map((url) => url.replace(`${PAGE}mnist/`, ''))).toEqual([
      'train-labels.gz',
      'train-images.gz',
      'test-labels.gz',
      'test-images.gz',
    ]);
  });

  it('may arrive unpacked, as with Content-Encoding: gzip', async () => {
    const log = new Log();
    const page = { ...SOUND, 'train-images.gz': plain(sound('trainImages')) };
    await open(log, { page });
    expect(log.said).toEqual(['mnist']);
    expect(log.datasets[0]?.train.loaded).toBe(50);
  });

  it('is handed over with its first block, before the rest has arrived', async () => {
    const log = new Log();
    const handedOver = new AbortController();
    const asked = once(handedOver.signal, 'abort');
    const bytes = sound('trainImages');
    const slow: Answer = async () =>
      new Response(
        new ReadableStream({
          async start(controller) {
            controller.enqueue(bytes.subarray(0, 10_000));
            await asked;
            controller.enqueue(bytes.subarray(10_000));
            controller.close();
          },
        }),
      );
    const opening = openDataset({
      choice: 'auto',
      baseUrl: PAGE,
      signal: new AbortController().signal,
      onReport: (report) => log.reports.push(report),
      onNotice: (notice) => log.notices.push(notice),
      onDataset: (dataset) => {
        log.datasets.push(dataset);
        expect(dataset.train.loaded).toBe(Math.floor((10_000 - 16) / 784));
        handedOver.abort();
      },
      overrides: {
        files: SMALL_FILES,
        reconnection: RECONNECT_AT_ONCE,
        firstBlock: 8,
        fetch: (url, init) =>
          (url.endsWith('train-images.gz') ? slow : (SOUND[url.slice(url.lastIndexOf('/') + 1)] ?? unreachable))(
            init.signal,
          ),
      },
    });
    await opening;
    expect(log.datasets).toHaveLength(1);
    expect(log.datasets[0]?.train.loaded).toBe(50);
  });
});

describe('a file of a data set that', () => {
  const images = sound('trainImages');
  const altered = images.slice();
  altered[5000] = (altered[5000] ?? 0) ^ 1;
  const cutGzip: Answer = async () => new Response((await gzipped(images)).slice(0, -40));
  const brokenGzip: Answer = async () => {
    const bytes = await gzipped(images);
    bytes.fill(0xff, 20, 60);
    return new Response(bytes);
  };

  it.each<[name: string, file: string, answer: Answer, problem: string]>([
    ['is missing', 'train-labels', plain('no', 404), 'http'],
    ['fails on the server', 'train-labels', plain('Oops', 500), 'http'],
    ['is refused by a busy server', 'train-labels', plain('Busy', 503), 'http'],
    ['cannot be reached', 'train-images', unreachable, 'network'],
    ['falls silent', 'train-images', silent, 'timeout'],
    ['is never answered', 'train-images', unanswered, 'timeout'],
    ['is the page itself', 'train-labels', plain('<!doctype html><title>App</title>'), 'html'],
    ['is a packed page', 'train-labels', packed(new TextEncoder().encode('<html></html><p></p>')), 'html'],
    ['has no bytes', 'train-images', plain(''), 'empty'],
    ['has no body', 'train-images', plain(null), 'empty'],
    ['is empty inside its packing', 'train-images', packed(new Uint8Array()), 'empty'],
    ['has another magic number', 'train-images', packed(sound('trainLabels')), 'magic'],
    ['has another count', 'train-images', packed(idxBytes('images', 49)), 'shape'],
    ['is cut', 'train-images', packed(images.slice(0, 20_000)), 'truncated'],
    ['is cut in its packing', 'train-images', cutGzip, 'truncated'],
    ['is broken in its packing', 'train-images', brokenGzip, 'gzip'],
    ['continues after its end', 'train-images', packed(withTail(images)), 'too-long'],
    ['has one wrong bit', 'train-images', packed(altered), 'checksum'],
    ['has a label above 9', 'test-labels', packed(sound('testLabels').fill(10, 9, 10)), 'labels'],
  ])('%s is named, and the mirror is used', async (_, file, answer, problem) => {
    const log = new Log();
    if (problem === 'timeout') vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true });
    await open(log, { page: { ...SOUND, [`${file}.gz`]: answer }, mirror: SOUND });
    expect(log.notices).toHaveLength(1);
    expect(log.notices[0]).toMatchObject({
      kind: 'warning',
      code: 'data-source-failed',
      params: { file, source: 'page', problem, next: 'mirror' },
    });
    expect(log.said.slice(-2)).toEqual(['data-source-failed', 'mnist']);
    expect(sameBytes(log.datasets.at(-1)?.train.images, images.subarray(16))).toBe(true);
    expect(log.reports.at(-1)).toMatchObject({ source: 'mirror', loaded: 70, failures: [{ file, problem }] });
  });

  it('fails its checksum never counts as complete', async () => {
    const log = new Log();
    await open(log, { page: { ...SOUND, 'train-images.gz': packed(altered) }, mirror: SOUND });
    const [first, second] = log.datasets;
    expect(first?.train.loaded).toBe(49);
    expect(second?.train.loaded).toBe(50);
  });

  it('fails late rejects waiters for its data set after the next one is handed over', async () => {
    const log = new Log();
    const opening = openDataset({
      choice: 'auto',
      baseUrl: PAGE,
      signal: new AbortController().signal,
      onReport: () => undefined,
      onNotice: (notice) => log.said.push(notice.code),
      onDataset: (dataset) => {
        log.said.push(dataset.name);
        dataset.train.whenLoaded(50).catch((error: unknown) => log.said.push(String(error)));
      },
      overrides: {
        files: SMALL_FILES,
        reconnection: RECONNECT_AT_ONCE,
        firstBlock: 8,
        createBuiltIn: builtInDigits,
        fetch: async (url, init) => {
          const name = url.slice(url.lastIndexOf('/') + 1);
          if (url.startsWith(CORS_MIRROR)) return unreachable(init.signal);
          return (name === 'train-images.gz' ? packed(altered) : (SOUND[name] ?? unreachable))(init.signal);
        },
      },
    });
    await opening;
    expect(log.said).toEqual([
      'mnist',
      'data-source-failed',
      'data-source-failed',
      'data-synthetic',
      'synthetic',
      'EngineError: This data set has been replaced: its source failed.',
    ]);
  });
});

describe.each(LEGAL_GZIP)('a gzip file %s', (_, pack) => {
  const answer =
    (key: keyof typeof SMALL_FILES): Answer =>
    async () =>
      new Response(pack(sound(key)));

  it.each(['trainLabels', 'trainImages', 'testLabels', 'testImages'] as const)(
    'is read as %s where the platform reads only one member',
    async (key) => {
      vi.stubGlobal('DecompressionStream', StrictDecompressionStream);
      const log = new Log();
      await open(log, { page: { ...SOUND, [`${SMALL_FILES[key].name}.gz`]: answer(key) } });
      expect(log.said).toEqual(['mnist']);
      expect(log.reports.at(-1)).toMatchObject({ source: 'page', loaded: 70, failures: [] });
    },
  );
});

describe('a gzip file whose second member is cut', () => {
  it.each(['trainLabels', 'trainImages', 'testLabels'] as const)(
    'is named as %s, and the mirror is used, where the platform reads only one member',
    async (key) => {
      vi.stubGlobal('DecompressionStream', StrictDecompressionStream);
      const log = new Log();
      const cut: Answer = async () => new Response(cutInSecondMember(sound(key)));
      await open(log, { page: { ...SOUND, [`${SMALL_FILES[key].name}.gz`]: cut }, mirror: SOUND });
      expect(log.notices).toHaveLength(1);
      expect(log.notices[0]).toMatchObject({ params: { file: SMALL_FILES[key].name, problem: 'truncated' } });
      expect(log.reports.at(-1)).toMatchObject({ source: 'mirror', loaded: 70 });
    },
  );
});

describe('without any MNIST,', () => {
  it.each<DataChoice>(['auto', 'mnist'])(
    'the built-in digits are used, and notices say why (data=%s)',
    async (choice) => {
      const log = new Log();
      await open(log, {}, choice);
      expect(log.said).toEqual(['data-source-failed', 'data-source-failed', 'data-synthetic', 'synthetic']);
      expect(log.notices.map((notice) => notice.params)).toMatchObject([
        { source: 'page', next: 'mirror', problem: 'http' },
        { source: 'mirror', next: 'built-in', problem: 'http' },
        {},
      ]);
      expect(log.reports.at(-1)).toMatchObject({ dataset: 'synthetic', source: 'built-in', loaded: 70, total: 70 });
      expect(log.reports.at(-1)?.failures).toHaveLength(2);
    },
  );
});

describe('a data source that fails unexpectedly:', () => {
  it('without DecompressionStream MNIST is unpacked by the fallback', async () => {
    vi.stubGlobal('DecompressionStream', undefined);
    const log = new Log();
    await open(log, { page: SOUND, mirror: SOUND });
    expect(log.said).toEqual(['mnist']);
    expect(sameBytes(log.datasets[0]?.train.images, sound('trainImages').subarray(16))).toBe(true);
  });

  it('without DecompressionStream and the fallback each source is named, and the built-in digits are used', async () => {
    vi.stubGlobal('DecompressionStream', undefined);
    fallback.isGone = true;
    const log = new Log();
    await open(log, { page: SOUND, mirror: SOUND });
    expect(log.said).toEqual(['data-source-failed', 'data-source-failed', 'data-synthetic', 'synthetic']);
    expect(log.notices.map(({ params }) => params)).toMatchObject([
      { source: 'page', file: 'train-labels', problem: 'gzip', next: 'mirror' },
      { source: 'mirror', file: 'train-labels', problem: 'gzip', next: 'built-in' },
      {},
    ]);
    expect(log.reports.at(-1)?.failures[0]?.detail).toContain('DecompressionStream');
  });

  it('an error that is not a DataError is named with its cause, and the mirror is used', async () => {
    const log = new Log();
    await open(log, { page: { ...SOUND, 'train-images.gz': throwing }, mirror: SOUND });
    expect(log.said).toEqual(['data-source-failed', 'mnist']);
    const failure = { source: 'page', file: 'train-images', problem: 'unreadable', detail: 'no fetch here' };
    expect(log.reports.at(-1)).toMatchObject({ source: 'mirror', loaded: 70, failures: [failure] });
  });

  it('built-in digits that can’t be drawn to the end are replaced by MNIST', async () => {
    const log = new Log();
    const [train, test] = [new GrowingImageSet(50), new GrowingImageSet(20)];
    train.fail(new EngineError('data', 'out of ink'));
    await open(log, { page: SOUND }, 'synthetic', undefined, async () => ({
      name: 'synthetic',
      train,
      test,
    }));
    expect(log.said).toEqual(['data-source-failed', 'mnist']);
    const failure = { source: 'built-in', file: 'synthetic', problem: 'unreadable', detail: 'out of ink' };
    expect(log.reports.at(-1)?.failures).toEqual([failure]);
  });
});

describe('the built-in digits, chosen by data=synthetic,', () => {
  it('are used without a request or a notice', async () => {
    const log = new Log();
    await open(log, { page: SOUND }, 'synthetic');
    expect(log.said).toEqual(['synthetic']);
    expect(log.requests).toEqual([]);
  });
});

describe('openDataset', () => {
  it('rejects with an EngineError if all sources fail', async () => {
    const opening = openDataset({
      choice: 'auto',
      baseUrl: PAGE,
      signal: new AbortController().signal,
      onReport: () => undefined,
      onNotice: () => undefined,
      onDataset: () => undefined,
      overrides: { fetch: () => unreachable(null), createBuiltIn: () => Promise.reject(new Error('chunk is gone')) },
    });
    await expect(opening).rejects.toMatchObject({ name: 'EngineError', code: 'data' });
    await expect(opening).rejects.toThrow('chunk is gone');
  });
});

describe('an abort of openDataset', () => {
  it('ends the requests, tries no other source and rejects waiters', async () => {
    const log = new Log();
    const controller = new AbortController();
    const opening = openDataset({
      choice: 'auto',
      baseUrl: PAGE,
      signal: controller.signal,
      onReport: (report) => log.reports.push(report),
      onNotice: (notice) => log.said.push(notice.code),
      onDataset: (dataset) => {
        dataset.test.whenLoaded(20).catch((error: unknown) => log.said.push(String(error)));
        controller.abort(new Error('enough'));
      },
      overrides: {
        files: SMALL_FILES,
        reconnection: RECONNECT_AT_ONCE,
        firstBlock: 50,
        fetch: async (url, init) => {
          const name = url.slice(url.lastIndexOf('/') + 1);
          return name.startsWith('test')
            ? new Promise<Response>(() => undefined)
            : (SOUND[name] ?? silent)(init.signal);
        },
      },
    });
    await expect(opening).rejects.toThrow('enough');
    expect(log.said).toEqual(['EngineError: The data set is no longer wanted.']);
  });

  it('before its start prevents all requests', async () => {
    const log = new Log();
    await expect(open(log, { page: SOUND }, 'auto', AbortSignal.abort(new Error('early')))).rejects.toThrow('early');
    expect(log.requests).toEqual([]);
  });
});
