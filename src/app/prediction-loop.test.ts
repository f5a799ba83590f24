import { describe, expect, it, vi } from 'vitest';
import { createPredictionLoop } from './prediction-loop.ts';
import { deferred, type Deferred, FakeEngine, predictionOf } from './testing/fake-engine.ts';
import type { Prediction } from '../core/types.ts';

const raster = (value: number) => new Uint8Array(784).fill(value);

/** An engine whose answers are given by hand. */
function slowEngine() {
  const engine = new FakeEngine();
  const answers: Deferred<Prediction>[] = [];
  engine.answer = () => {
    const answer = deferred<Prediction>();
    answers.push(answer);
    return answer.promise;
  };
  return { engine, answers };
}

function openLoop() {
  const onError = vi.fn<(error: unknown) => void>();
  return { loop: createPredictionLoop(onError), onError };
}

const idsAsked = (engine: FakeEngine) => engine.called('watch').map(({ args }) => args[1]);

describe('the prediction loop', () => {
  it('has two questions in flight, and asks about the latest image next', async () => {
    const { engine, answers } = slowEngine();
    const { loop } = openLoop();
    loop.use(engine);
    for (let id = 1; id <= 5; id++) loop.show({ id, raster: raster(id * 51) });
    expect(idsAsked(engine)).toEqual([1, 2]);
    answers[0]?.resolve(predictionOf(1));
    await vi.waitFor(() => expect(engine.called('watch')).toHaveLength(3));
    expect(engine.called('watch')[2]?.args).toEqual([new Float32Array(784).fill(1), 5]);
    answers[1]?.resolve(predictionOf(2));
    answers[2]?.resolve(predictionOf(5));
    await new Promise((resolve) => setTimeout(resolve));
    expect(idsAsked(engine)).toEqual([1, 2, 5]);
  });

  it('waits for an engine, and asks the next engine about the same image', () => {
    const { loop } = openLoop();
    loop.show({ id: 1, raster: raster(9) });
    const [first, second] = [new FakeEngine(), new FakeEngine()];
    loop.use(first);
    expect(idsAsked(first)).toEqual([1]);
    loop.use(second);
    expect(idsAsked(second)).toEqual([1]);
  });

  it('ignores the pending questions of a replaced engine and their failure', async () => {
    const [slow, next] = [slowEngine(), slowEngine()];
    const { loop, onError } = openLoop();
    loop.use(slow.engine);
    loop.show({ id: 1, raster: raster(9) });
    loop.show({ id: 2, raster: raster(9) });
    loop.use(null);
    for (const answer of slow.answers) answer.reject(new Error('gone'));
    loop.use(next.engine);
    loop.show({ id: 3, raster: raster(9) });
    await new Promise((resolve) => setTimeout(resolve));
    expect(idsAsked(next.engine)).toEqual([2, 3]);
    expect(onError).not.toHaveBeenCalled();
  });

  it('stops the watch when the pad has no ink', () => {
    const engine = new FakeEngine();
    const { loop } = openLoop();
    loop.use(engine);
    loop.show({ id: 3, raster: null });
    expect(engine.called('watch')[0]?.args).toEqual([null, 3]);
  });

  it('reports a failure and continues with the next image', async () => {
    const engine = new FakeEngine();
    const { loop, onError } = openLoop();
    const failure = new Error('readback');
    engine.answer = () => Promise.reject(failure);
    loop.use(engine);
    loop.show({ id: 1, raster: raster(1) });
    await vi.waitFor(() => expect(onError).toHaveBeenCalledWith(failure));
    loop.show({ id: 2, raster: raster(2) });
    expect(idsAsked(engine)).toEqual([1, 2]);
  });
});
