import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type RunConfig, defaultConfig } from '../../core/config.ts';
import { activateInNode } from '../backends/activate-in-node.ts';
import type { Dataset, ImageSet } from '../data/dataset.ts';
import { GrowingImageSet } from '../data/growing-image-set.ts';
import { EngineError, type EngineEvent, type RunEnd } from '../engine.ts';
import { type ActiveModel, createModel, disposeModel } from '../active-model.ts';
import { goldenImages } from '../testing/golden.ts';
import type { TrainingPath } from './path.ts';
import { TrainingRun } from './training-run.ts';

/** 192 images: 12 steps an epoch at batch 16. */
const IMAGES: ImageSet = goldenImages(3);
const DATASET: Dataset = { name: 'synthetic', train: IMAGES, test: IMAGES };
const CONFIG: RunConfig = { ...defaultConfig('mlp'), layers: [8], batch: 16, epochs: 2, lr: 0.1, seed: 5 };

let model: ActiveModel;
let deactivate: () => void;
beforeAll(async () => {
  deactivate = await activateInNode('cpu');
});
afterAll(() => {
  disposeModel(model);
  deactivate();
});

function createRun(dataset: Dataset = DATASET, config: RunConfig = CONFIG, onWeights: () => void = () => undefined) {
  const events: EngineEvent[] = [];
  const failures: unknown[] = [];
  model = createModel(config);
  const run = new TrainingRun({
    id: 7,
    config,
    network: model.network,
    path: model.path,
    dataset,
    emit: (event) => events.push(event),
    describe: () => ({ config, origin: 'training', epochs: 0, testAccuracy: null }),
    onBack: () => undefined,
    onWeights: async () => onWeights(),
    onFatal: (error) => failures.push(error),
  });
  const metrics = () => events.filter((event) => event.type === 'metrics');
  const losses = () => metrics().flatMap((event) => [...event.losses]);
  const states = () => events.filter((event) => event.type === 'state').map(({ state }) => state);
  return { run, events, failures, losses, states };
}

describe('a training run', () => {
  it('trains its epochs, tests after each, and reports every batch once', async () => {
    const { run, events, losses, states } = createRun();
    expect(await run.play()).toBe('finished');
    const epochs = events.filter((event) => event.type === 'epoch').map(({ result }) => result);
    expect(epochs.map(({ epoch, total }) => [epoch, total])).toEqual([
      [1, 192],
      [2, 192],
    ]);
    expect(epochs[1]?.testLoss).toBeLessThan(epochs[0]?.testLoss ?? 0);
    expect(losses()).toHaveLength(24);
    expect(states()).toEqual(['running', 'finished']);
    const mean =
      losses()
        .slice(0, 12)
        .reduce((sum, loss) => sum + loss, 0) / 12;
    expect(epochs[0]?.trainLoss).toBeCloseTo(mean, 6);
  });

  it('has the same losses with and without pauses and single steps', async () => {
    const whole = createRun();
    await whole.run.play();
    const broken = createRun();
    await broken.run.playOne();
    await broken.run.playOne();
    expect(broken.run.step).toBe(2);
    let stops = 0;
    while (broken.run.state === 'paused') {
      const playing = broken.run.play();
      stops++;
      if (stops < 4) await broken.run.pause();
      await playing;
    }
    expect(stops).toBeGreaterThan(3);
    expect(broken.losses()).toEqual(whole.losses());
  });

  it('makes exactly one batch for a step, with the test pass after the last batch of an epoch', async () => {
    const { run, events } = createRun();
    for (let step = 1; step <= 13; step++) {
      await run.playOne();
      expect(run.step).toBe(step);
      expect(run.state).toBe('paused');
    }
    expect(events.filter((event) => event.type === 'epoch')).toHaveLength(1);
  });

  it('never runs two loops when it is started several times', async () => {
    const { run, losses } = createRun();
    const ends = await Promise.all([run.play(), run.play(), run.play()]);
    expect(ends).toEqual(['finished', 'finished', 'finished']);
    expect(losses()).toHaveLength(24);
  });

  it('never runs two loops when it resumes before a pause has taken effect', async () => {
    const whole = createRun();
    await whole.run.play();
    const { run, losses } = createRun();
    const first = run.play();
    const paused = run.pause();
    const [second, third] = [run.play(), run.play()];
    expect(await Promise.all([first, second, third])).toEqual(['paused', 'finished', 'finished']);
    await paused;
    expect(losses()).toEqual(whole.losses());
  });

  it('stays paused when the last request was a pause, after a request to play', async () => {
    const { run, states } = createRun();
    const first = run.play();
    void run.pause();
    const again = run.play();
    const stepped = run.playOne();
    await run.pause();
    const { step } = run;
    expect(await Promise.all([first, again])).toEqual(['paused', 'paused']);
    await stepped;
    expect(run.step).toBe(step);
    expect(states()).toEqual(['running', 'paused']);
    expect(await run.play()).toBe('finished');
  });

  it('plays when the last request was to play, after requests to step and to pause', async () => {
    const whole = createRun();
    await whole.run.play();
    const { run, losses } = createRun();
    const first = run.play();
    const others = [run.playOne(), run.pause()];
    const last = run.play();
    expect(await Promise.all([first, last])).toEqual(['paused', 'finished']);
    await Promise.all(others);
    expect(losses()).toEqual(whole.losses());
  });

  it('plays after the current step when that is requested during the step', async () => {
    const whole = createRun();
    await whole.run.play();
    let going: Promise<RunEnd> | undefined;
    const { run, losses } = createRun(DATASET, CONFIG, () => {
      going ??= run.play();
    });
    await Promise.all([run.playOne(), run.playOne()]);
    expect(await going).toBe('finished');
    expect(losses()).toEqual(whole.losses());
  });

  it('makes one batch when the last request was a step, after a request to play', async () => {
    const { run } = createRun();
    const first = run.play();
    void run.pause();
    const again = run.play();
    await run.playOne();
    expect(run.state).toBe('paused');
    expect(run.step).toBe(1);
    expect(await Promise.all([first, again])).toEqual(['paused', 'paused']);
  });

  it('makes two batches for two simultaneous requests to step', async () => {
    const { run } = createRun();
    await Promise.all([run.playOne(), run.playOne()]);
    expect(run.step).toBe(2);
    expect(run.state).toBe('paused');
  });

  it('uses a changed learning rate from the next step', async () => {
    const [plain, changed] = [createRun(), createRun()];
    await plain.run.playOne();
    await changed.run.playOne();
    changed.run.setLearningRate(0.0001);
    for (const { run } of [plain, changed]) {
      await run.playOne();
      await run.playOne();
    }
    expect(changed.losses().slice(0, 2)).toEqual(plain.losses().slice(0, 2));
    expect(changed.losses()[2]).not.toBe(plain.losses()[2]);
  });

  it('has reported every batch that a requested snapshot includes', async () => {
    const requested: { batch: Promise<number | undefined>; reported: number }[] = [];
    const { run, losses } = createRun(DATASET, { ...CONFIG, epochs: 1 }, () => {
      requested.push({ batch: run.snapshot().then((taken) => taken.run?.batch), reported: losses().length });
    });
    await run.play();
    expect(requested).not.toHaveLength(0);
    for (const { batch, reported } of requested) expect(reported).toBe(await batch);
  });

  it('waits for missing images, and can be paused meanwhile', async () => {
    const train = new GrowingImageSet(IMAGES.total);
    train.images.set(IMAGES.images);
    train.labels.set(IMAGES.labels);
    const { run, losses } = createRun({ name: 'mnist', train, test: IMAGES });
    const playing = run.play();
    await run.pause();
    expect(await playing).toBe('paused');
    expect(losses()).toHaveLength(0);
    const again = run.play();
    train.advance(IMAGES.total);
    expect(await again).toBe('finished');
    expect(losses()).toHaveLength(24);
  });

  it('continues with the data set that replaces a failed one', async () => {
    const train = new GrowingImageSet(IMAGES.total);
    const { run, failures } = createRun({ name: 'mnist', train, test: IMAGES });
    const playing = run.play();
    run.replaceDataset({ name: 'mnist', train: IMAGES, test: IMAGES });
    train.fail(new EngineError('data', 'replaced'));
    expect(await playing).toBe('finished');
    expect(failures).toEqual([]);
  });

  it('ends with an error and a notice when the loss is not finite', async () => {
    const { run, events } = createRun(DATASET, { ...CONFIG, model: 'softmax', lr: 1e38 });
    expect(await run.play()).toBe('error');
    expect(events).toContainEqual(
      expect.objectContaining({ notice: expect.objectContaining({ code: 'diverged' }) as unknown }),
    );
  });

  it('ends with an error and reports the failed device to its owner', async () => {
    const { run, failures } = createRun(DATASET, CONFIG, () => {
      throw new EngineError('backend', 'gone');
    });
    expect(await run.play()).toBe('error');
    expect(failures).toEqual([new EngineError('backend', 'gone')]);
  });
});

/** A run on a fake clock: a step takes one millisecond, and everything else none. */
async function chunksOf(prioritizeAt: (clock: number) => boolean) {
  let clock = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => clock);
  const chunks: { readonly startedAt: number; readonly size: number }[] = [];
  const path: TrainingPath = {
    id: 'clockwork',
    run: async (_, batches) => {
      chunks.push({ startedAt: clock, size: batches.length });
      clock += batches.length;
      return { losses: new Float32Array(batches.length), accuracies: new Float32Array(batches.length) };
    },
    setLearningRate: () => undefined,
    scorer: { slice: IMAGES.total, score: async () => ({ loss: 0, correct: 0 }) },
    optimizerState: async () => ({ steps: 0, state: [] }),
    restoreOptimizer: () => undefined,
    dispose: () => undefined,
  };
  const config = { ...CONFIG, batch: 1, epochs: 16 };
  model = createModel(config);
  let prioritizedAt = Infinity;
  const run = new TrainingRun({
    id: 1,
    config,
    network: model.network,
    path,
    dataset: DATASET,
    emit: () => undefined,
    describe: () => ({ config, origin: 'training', epochs: 0, testAccuracy: null }),
    onBack: () => undefined,
    onWeights: async () => {
      if (prioritizedAt < Infinity || !prioritizeAt(clock)) return;
      prioritizedAt = clock;
      run.prioritizeInput();
    },
    onFatal: (error) => {
      throw error;
    },
  });
  await run.play();
  expect(run.step).toBe(16 * IMAGES.total);
  const longest = (from: number, to: number) =>
    Math.max(...chunks.filter(({ startedAt }) => startedAt >= from && startedAt < to).map(({ size }) => size));
  return { longest, prioritizedAt };
}

describe('the chunks of a run', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('take about 40 ms', async () => {
    const { longest } = await chunksOf(() => false);
    expect(longest(0, Infinity)).toBe(40);
  });

  it('take about 10 ms for a second after a prediction was asked for', async () => {
    const { longest, prioritizedAt } = await chunksOf((clock) => clock > 500);
    expect(longest(0, prioritizedAt)).toBe(40);
    expect(longest(prioritizedAt, prioritizedAt + 1000)).toBe(10);
    expect(longest(prioritizedAt + 1000, Infinity)).toBe(40);
  });
});
