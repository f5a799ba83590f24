/** A run on a device that works on its own, in order, and answers late. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type RunConfig, defaultConfig } from '../../core/config.ts';
import { type ActiveModel, createModel, disposeModel } from '../active-model.ts';
import { activateInNode } from '../backends/activate-in-node.ts';
import type { Dataset } from '../data/dataset.ts';
import type { EngineEvent } from '../engine.ts';
import type { Snapshot } from '../snapshot.ts';
import { goldenImages } from '../testing/golden.ts';
import type { TrainingPath } from './path.ts';
import { TrainingRun } from './training-run.ts';

const IMAGES = goldenImages(3);
const DATASET: Dataset = { name: 'synthetic', train: IMAGES, test: IMAGES };
/** 192 steps an epoch. */
const CONFIG: RunConfig = { ...defaultConfig('mlp'), layers: [8], batch: 1, epochs: 3, lr: 0.01, seed: 5 };
/** More than answers may take before chunks overlap. */
const LATE_MS = 40;

let deactivate: () => void;
beforeAll(async () => {
  deactivate = await activateInNode('cpu');
});
afterAll(() => deactivate());

const models: ActiveModel[] = [];
afterEach(() => {
  for (const model of models.splice(0)) disposeModel(model);
});

/**
 * `inner` as a device: the weights are there at the submission, the metrics later. The network evaluates, since the
 * path's own scorer can't score two slices at once.
 */
class LateDevice {
  inFlight = 0;
  mostInFlight = 0;
  readonly path: TrainingPath;

  constructor(inner: TrainingPath, isLate: boolean) {
    const path: TrainingPath = {
      id: 'late',
      run: (...given) => inner.run(...given),
      setLearningRate: (lr) => inner.setLearningRate(lr),
      weightsChanged: () => inner.weightsChanged?.(),
      optimizerState: () => inner.optimizerState(),
      restoreOptimizer: (snapshot) => inner.restoreOptimizer(snapshot),
      dispose: () => undefined,
    };
    this.path = isLate ? { ...path, submit: (...given) => this.#submit(inner, ...given) } : path;
  }

  async #submit(inner: TrainingPath, ...given: Parameters<TrainingPath['run']>) {
    this.mostInFlight = Math.max(this.mostInFlight, ++this.inFlight);
    const done = await inner.run(...given);
    const metrics = new Promise<typeof done>((resolve) => {
      setTimeout(() => {
        this.inFlight--;
        resolve(done);
      }, LATE_MS);
    });
    return { metrics };
  }
}

function createRun(isLate: boolean, config = CONFIG) {
  const events: EngineEvent[] = [];
  const shown: number[] = [];
  const model = createModel(config);
  models.push(model);
  const device = new LateDevice(model.path, isLate);
  const run = new TrainingRun({
    id: 1,
    config,
    network: model.network,
    path: device.path,
    dataset: DATASET,
    emit: (event) => events.push(event),
    describe: () => ({ config, origin: 'training', epochs: 0, testAccuracy: null }),
    onBack: () => undefined,
    onWeights: async (step) => void shown.push(step),
    onFatal: (error) => {
      throw error;
    },
  });
  const losses = () => events.flatMap((event) => (event.type === 'metrics' ? [...event.losses] : []));
  const results = () =>
    events.flatMap((event) => (event.type === 'epoch' ? [{ ...event.result, trainMs: 0, testMs: 0 }] : []));
  const snapshots = () => events.flatMap((event) => (event.type === 'snapshot' ? [event.snapshot] : []));
  return { run, device, shown, losses, results, snapshots };
}

/** Without the times, which no two runs share. */
function contentOf({ weights, run }: Snapshot) {
  const record = { ...run?.record, trainMs: 0, testMs: 0 };
  return { weights, run: { ...run, record } };
}

describe('overlapping chunks', () => {
  it('have the results of one after the other, to the bit', async () => {
    const [plain, late] = [createRun(false), createRun(true)];
    await plain.run.play();
    expect(await late.run.play()).toBe('finished');
    expect(late.device.mostInFlight).toBeGreaterThan(1);
    expect(late.losses()).toEqual(plain.losses());
    expect(late.results()).toEqual(plain.results());
    expect(late.snapshots().map(contentOf).at(-1)).toEqual(plain.snapshots().map(contentOf).at(-1));
    expect(late.shown).toEqual(late.shown.toSorted((a, b) => a - b));
  });

  it('leave snapshots of one step each, requested or due', async () => {
    const late = createRun(true, { ...CONFIG, epochs: 30 });
    const playing = late.run.play();
    await expect.poll(() => late.device.mostInFlight, { timeout: 15_000 }).toBeGreaterThan(1);
    const requested = await late.run.snapshot();
    await expect.poll(() => late.snapshots().length, { timeout: 15_000 }).toBeGreaterThan(2);
    await late.run.pause();
    expect(await playing).toBe('paused');
    expect(late.device.inFlight).toBe(0);
    expect(late.losses()).toHaveLength(late.run.step);

    const plain = createRun(false, { ...CONFIG, epochs: 30 });
    const reached = async (step: number) => {
      // oxlint-disable-next-line no-await-in-loop -- one step after the other
      while (plain.run.step < step) await plain.run.playOne();
      return contentOf(await plain.run.snapshot());
    };
    const taken = [requested, ...late.snapshots().slice(1)].map(contentOf);
    const stepOf = ({ run }: (typeof taken)[number]) => (run.epoch ?? 0) * IMAGES.total + (run.batch ?? 0);
    for (const one of taken.toSorted((a, b) => stepOf(a) - stepOf(b))) {
      // oxlint-disable-next-line no-await-in-loop
      const { weights, run } = await reached(stepOf(one));
      expect(one.weights).toEqual(weights);
      expect(one.run.optimizer).toEqual(run.optimizer);
    }
  });

  it('are one when a single step is asked for', async () => {
    const late = createRun(true);
    await late.run.playOne();
    await late.run.playOne();
    expect(late.run.step).toBe(2);
    expect(late.losses()).toHaveLength(2);
  });
});
