/** A device that fails outside a run, and promises that no caller awaits. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defaultConfig } from '../core/config.ts';
import { PIXELS } from '../core/types.ts';
import * as backends from './backends/choose-backend.ts';
import type { Dataset } from './data/dataset.ts';
import { type Engine, EngineError, type EngineEvent, type StartOptions } from './engine.ts';
import { createHost } from './host.ts';
import { DATASET, SGD } from './testing/model-owner-harness.ts';
import * as readings from './training/read-back.ts';
import { TrainingRun } from './training/training-run.ts';

vi.mock(import('./training/read-back.ts'), { spy: true });
vi.mock(import('./backends/choose-backend.ts'), { spy: true });
type Draw = (options: { readonly signal: AbortSignal }) => Dataset | Promise<Dataset>;
let draw: Draw;
vi.mock('./data/synthetic.ts', () => ({ createSyntheticDataset: ((options) => draw(options)) satisfies Draw }));

const START: StartOptions = {
  backend: 'cpu',
  data: 'synthetic',
  weights: 'random',
  config: { ...defaultConfig('mlp'), layers: [8] },
  baseUrl: 'https://page.test/',
};
const PIXEL_VALUES = new Float32Array(PIXELS).fill(0.5);

let host: Engine;
let fatal: Extract<EngineEvent, { type: 'fatal' }>[];
const unheard = vi.fn<(reason: unknown) => void>();
beforeEach(() => {
  host = createHost();
  draw = () => DATASET;
  fatal = [];
  host.subscribe((event) => {
    if (event.type === 'fatal') fatal.push(event);
  });
  process.on('unhandledRejection', unheard);
});
afterEach(() => {
  process.off('unhandledRejection', unheard);
  vi.restoreAllMocks();
  vi.resetAllMocks();
  host.dispose();
});

/** Node reports a rejection as unheard after the microtasks of the turn in which it happened. */
const nextTurn = () => new Promise((resolve) => setTimeout(resolve));

describe('a readback that fails outside a run', () => {
  beforeEach(async () => {
    await host.start(START);
  });

  it.each<[keyof Engine, () => Promise<unknown>]>([
    ['predict', () => host.predict(PIXEL_VALUES)],
    ['watch', () => host.watch(PIXEL_VALUES, 1)],
    ['evaluate', () => host.evaluate()],
    ['snapshot', () => host.snapshot()],
    ['exportWeights', () => host.exportWeights()],
    ['learnDrawing', () => host.learnDrawing(PIXEL_VALUES, 3)],
  ])('rejects %s and reports the device as lost, once', async (_, ask) => {
    vi.mocked(readings.readBack).mockRejectedValue(new EngineError('backend', 'no answer'));
    await expect(ask()).rejects.toMatchObject({ code: 'backend', message: 'no answer' });
    await expect(ask()).rejects.toMatchObject({ code: 'backend' });
    expect(fatal).toEqual([{ type: 'fatal', reason: 'no answer', cause: 'device' }]);
  });

  it('rejects the snapshot of a paused run and reports the device as lost', async () => {
    await host.step(SGD);
    vi.mocked(readings.readBack).mockRejectedValue(new EngineError('backend', 'no answer'));
    vi.mocked(readings.answerOf).mockRejectedValue(new EngineError('backend', 'no answer'));
    await expect(host.snapshot()).rejects.toMatchObject({ code: 'backend' });
    expect(fatal).toMatchObject([{ cause: 'device' }]);
  });
});

it('a command that is refused is not fatal', async () => {
  await host.start(START);
  await expect(host.undoLearning()).rejects.toMatchObject({ code: 'state' });
  await expect(host.predict(new Float32Array(3))).rejects.toMatchObject({ code: 'argument' });
  expect(fatal).toEqual([]);
});

it('a resumed run whose loop throws is reported as fatal, not as an unhandled rejection', async () => {
  await host.start(START);
  await host.step(SGD);
  vi.spyOn(TrainingRun.prototype, 'play').mockRejectedValue(new Error('the loop broke'));
  await host.resume();
  await nextTurn();
  expect(fatal).toEqual([{ type: 'fatal', reason: 'the loop broke', cause: 'crashed' }]);
  expect(unheard).not.toHaveBeenCalled();
});

it('a start whose backend fails, disposed before its data has come, rejects nothing unheard', async () => {
  const drawing = vi.fn<() => void>();
  draw = ({ signal }) => {
    drawing();
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
  };
  vi.mocked(backends.chooseBackend).mockRejectedValue(new EngineError('backend', 'none works'));
  await expect(host.start(START)).rejects.toMatchObject({ code: 'backend' });
  await vi.waitFor(() => expect(drawing).toHaveBeenCalled());
  host.dispose();
  await nextTurn();
  expect(unheard).not.toHaveBeenCalled();
});
