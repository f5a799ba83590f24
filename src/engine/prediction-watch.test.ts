import { beforeEach, describe, expect, it, vi } from 'vitest';
import { PIXELS, type Prediction } from '../core/types.ts';
import type { EngineEvent } from './engine.ts';
import type { Network } from './model/network.ts';
import { PredictionWatch } from './prediction-watch.ts';
import * as evaluation from './training/evaluate.ts';

vi.mock(import('./training/evaluate.ts'), { spy: true });

const IMAGE = new Float32Array(PIXELS);
const MOMENT = { runId: 1, step: 40 };
/** What the answers come from is mocked. */
const NETWORK = {} as Network;

const prediction = evaluation.predictionFrom(Array.from({ length: 10 }, (_, i) => i));
let answers: ((value: Prediction) => void)[];
let events: EngineEvent[];
let watch: PredictionWatch;
beforeEach(() => {
  answers = [];
  events = [];
  watch = new PredictionWatch((event) => events.push(event));
  vi.mocked(evaluation.predict).mockImplementation(() => new Promise((resolve) => answers.push(resolve)));
});

const answer = (index: number) => answers[index]?.(prediction);
const idsAnswered = () => events.map((event) => event.type === 'prediction' && event.watchId);

describe('the watch of an image', () => {
  it('emits its first answer without a moment, and later ones with theirs', async () => {
    const first = watch.begin(NETWORK, IMAGE, 7);
    answer(0);
    await first;
    const later = watch.update(NETWORK, MOMENT);
    answer(1);
    await later;
    expect(events).toEqual([
      { type: 'prediction', prediction, watchId: 7 },
      { type: 'prediction', prediction, watchId: 7, moment: MOMENT },
    ]);
  });

  it('emits the first answer of an image that has been replaced, if it comes in order', async () => {
    const asked = [watch.begin(NETWORK, IMAGE, 1), watch.begin(NETWORK, IMAGE, 2)];
    answer(0);
    answer(1);
    await Promise.all(asked);
    expect(idsAnswered()).toEqual([1, 2]);
  });

  it('drops a first answer that a later image’s has overtaken', async () => {
    const asked = [watch.begin(NETWORK, IMAGE, 1), watch.begin(NETWORK, IMAGE, 2)];
    answer(1);
    await asked[1];
    answer(0);
    await asked[0];
    expect(idsAnswered()).toEqual([2]);
  });

  it('drops an answer to changed weights that comes after a newer image', async () => {
    const first = watch.begin(NETWORK, IMAGE, 1);
    answer(0);
    await first;
    const later = watch.update(NETWORK, MOMENT);
    const second = watch.begin(NETWORK, IMAGE, 2);
    answer(1);
    answer(2);
    await Promise.all([later, second]);
    expect(idsAnswered()).toEqual([1, 2]);
  });

  it('emits nothing once it has been stopped', async () => {
    const first = watch.begin(NETWORK, IMAGE, 1);
    watch.stop();
    answer(0);
    await first;
    await watch.update(NETWORK, MOMENT);
    expect(events).toEqual([]);
  });
});
