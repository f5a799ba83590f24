import { expect, it, vi } from 'vitest';
import { defaultConfig } from '../core/config.ts';
import type { OpenDatasetOptions } from './data/open-dataset.ts';
import { GrowingImageSet } from './data/growing-image-set.ts';
import { EngineError, type EngineEvent } from './engine.ts';
import { createHost } from './host.ts';

const train = new GrowingImageSet(1000);

/** Hands over a data set of which only the first images ever arrive. */
vi.mock('./data/open-dataset.ts', () => ({
  openDataset: async ({ onDataset }: OpenDatasetOptions) => {
    train.advance(100);
    onDataset({ name: 'mnist', train, test: new GrowingImageSet(10) });
  },
}));

it('a run whose images no source can deliver ends the engine with cause data', async () => {
  const host = createHost();
  const events: EngineEvent[] = [];
  host.subscribe((event) => events.push(event));
  const config = { ...defaultConfig('softmax'), batch: 64 };
  await host.start({ backend: 'cpu', data: 'auto', weights: 'random', config, baseUrl: 'https://page.test/' });
  const end = host.train(config);
  train.fail(new EngineError('data', 'No data set could be loaded'));
  await end;
  expect(events.filter(({ type }) => type === 'fatal')).toEqual([
    { type: 'fatal', reason: 'No data set could be loaded', cause: 'data' },
  ]);
  host.dispose();
});
