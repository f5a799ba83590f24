import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../core/config.ts';
import type { Dataset } from './data/dataset.ts';
import { GrowingImageSet } from './data/growing-image-set.ts';
import { inReadingOrder } from './data/mnist-files.ts';
import { SMALL_FILES, gzipped, idxBytes } from './testing/idx-fixtures.ts';
import { ActiveDataset } from './active-dataset.ts';
import type { EngineEvent, StartOptions } from './engine.ts';

const START: StartOptions = {
  backend: 'auto',
  data: 'auto',
  weights: 'random',
  config: defaultConfig(),
  baseUrl: 'https://page.test/',
};

/** A page that has MNIST while `isThere` is set. */
function setUp() {
  const events: EngineEvent[] = [];
  const used: Dataset[] = [];
  const ended: boolean[] = [];
  const world = { isThere: false, requests: 0 };
  const data = new ActiveDataset((event) => events.push(event), {
    files: SMALL_FILES,
    firstBlock: 8,
    createBuiltIn({ signal }) {
      signal.addEventListener('abort', () => ended.push(true));
      const [train, test] = [new GrowingImageSet(50), new GrowingImageSet(20)];
      train.advance(10);
      return Promise.resolve({ name: 'synthetic', train, test });
    },
    fetch: async (url) => {
      world.requests += 1;
      const file = inReadingOrder(SMALL_FILES).find(({ name }) => url.endsWith(`${name}.gz`));
      if (!world.isThere || !file) throw new TypeError('fetch failed');
      return new Response(await gzipped(idxBytes(file.kind, file.count)));
    },
  });
  const abort = new AbortController();
  return { data, events, used, ended, world, abort, use: (dataset: Dataset) => used.push(dataset) };
}

const codes = (events: readonly EngineEvent[]) =>
  events.flatMap((event) => (event.type === 'notice' ? [event.notice.code] : []));

describe('MNIST that becomes available after the start', () => {
  it('replaces the built-in digits on retry, and stops their drawing', async () => {
    const { data, events, used, ended, world, abort, use } = setUp();
    await data.open(START, abort.signal, use);
    expect(data.current.name).toBe('synthetic');
    world.isThere = true;
    await data.retry();
    expect(data.current.name).toBe('mnist');
    expect(used.map(({ name }) => name)).toEqual(['synthetic', 'mnist']);
    expect(ended).toEqual([true]);
    expect(codes(events)).toEqual(['data-source-failed', 'data-source-failed', 'data-synthetic']);
    await expect(data.retry()).rejects.toMatchObject({ code: 'state' });
  });

  it('can be retried repeatedly; the built-in digits stay in use until it loads', async () => {
    const { data, events, used, ended, world, abort, use } = setUp();
    await data.open(START, abort.signal, use);
    const before = data.current;
    world.requests = 0;
    await Promise.all([data.retry(), data.retry()]);
    // The page and the mirror, once each: the second call was the same attempt.
    expect(world.requests).toBe(2);
    await data.retry();
    expect(data.current).toBe(before);
    expect(used).toEqual([before]);
    expect(ended).toEqual([]);
    expect(codes(events).slice(3)).toEqual(['data-again-failed', 'data-again-failed']);
    world.isThere = true;
    await data.retry();
    expect(data.current.name).toBe('mnist');
  });

  it('cannot be retried before the start', async () => {
    await expect(setUp().data.retry()).rejects.toMatchObject({ code: 'state' });
  });
});
