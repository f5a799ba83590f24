import { describe, expect, it, vi } from 'vitest';
import type { Prediction } from '../core/types.ts';
import { createPredictionLoop } from './prediction-loop.ts';
import { FakeEngine, predictionOf } from './testing/fake-engine.ts';

const raster = (value: number) => new Uint8Array(784).fill(value);

/** An engine whose answers are given by hand, in order. */
function slowEngine() {
  const engine = new FakeEngine();
  const answers: ((prediction: Prediction) => void)[] = [];
  engine.answer = () => new Promise((resolve) => answers.push(resolve));
  return { engine, answers };
}

function openLoop() {
  const onPrediction = vi.fn<(id: number, prediction: Prediction) => void>();
  const onError = vi.fn<(error: unknown) => void>();
  return { loop: createPredictionLoop({ onPrediction, onError }), onPrediction, onError };
}

describe('the prediction loop', () => {
  it('has two questions in flight, and asks about the latest image next', async () => {
    const { engine, answers } = slowEngine();
    const { loop, onPrediction } = openLoop();
    loop.use(engine);
    for (let id = 1; id <= 5; id++) loop.show({ id, raster: raster(id * 51) });
    expect(engine.called('watch').map(({ args }) => args[1])).toEqual([1, 2]);
    answers[0]?.(predictionOf(1));
    await vi.waitFor(() => expect(engine.called('watch')).toHaveLength(3));
    expect(engine.called('watch')[2]?.args).toEqual([new Float32Array(784).fill(1), 5]);
    answers[1]?.(predictionOf(2));
    answers[2]?.(predictionOf(5));
    await vi.waitFor(() => expect(onPrediction).toHaveBeenCalledTimes(3));
    expect(onPrediction.mock.calls.map(([id]) => id)).toEqual([1, 2, 5]);
    expect(engine.called('watch')).toHaveLength(3);
  });

  it('does not tell an answer that a later one has overtaken', async () => {
    const { engine, answers } = slowEngine();
    const { loop, onPrediction } = openLoop();
    loop.use(engine);
    loop.show({ id: 1, raster: raster(51) });
    loop.show({ id: 2, raster: raster(102) });
    answers[1]?.(predictionOf(2));
    await vi.waitFor(() => expect(onPrediction).toHaveBeenCalledTimes(1));
    answers[0]?.(predictionOf(1));
    await new Promise((resolve) => setTimeout(resolve));
    expect(onPrediction.mock.calls.map(([id]) => id)).toEqual([2]);
  });

  it('waits for an engine, and starts again with the next one', async () => {
    const { loop, onPrediction } = openLoop();
    loop.show({ id: 1, raster: raster(9) });
    const first = new FakeEngine();
    loop.use(first);
    await vi.waitFor(() => expect(onPrediction).toHaveBeenCalledTimes(1));
    const second = new FakeEngine();
    loop.use(second);
    await vi.waitFor(() => expect(onPrediction).toHaveBeenCalledTimes(2));
    expect(second.called('watch')).toHaveLength(1);
  });

  it('does not listen to an engine that has been replaced', async () => {
    const { engine, answers } = slowEngine();
    const { loop, onPrediction, onError } = openLoop();
    loop.use(engine);
    loop.show({ id: 1, raster: raster(9) });
    loop.use(null);
    answers[0]?.(predictionOf(1));
    await new Promise((resolve) => setTimeout(resolve));
    expect(onPrediction).not.toHaveBeenCalled();
    expect(onError).not.toHaveBeenCalled();
  });

  it('stops the watch where there is no ink', async () => {
    const engine = new FakeEngine();
    const { loop, onPrediction } = openLoop();
    loop.use(engine);
    loop.show({ id: 3, raster: null });
    await vi.waitFor(() => expect(engine.called('watch')[0]?.args).toEqual([null, 3]));
    expect(onPrediction).not.toHaveBeenCalled();
  });

  it('reports a failure and goes on with the next image', async () => {
    const engine = new FakeEngine();
    const { loop, onError, onPrediction } = openLoop();
    const failure = new Error('readback');
    engine.answer = () => Promise.reject(failure);
    loop.use(engine);
    loop.show({ id: 1, raster: raster(1) });
    await vi.waitFor(() => expect(onError).toHaveBeenCalledWith(failure));
    engine.answer = () => Promise.resolve(predictionOf(2));
    loop.show({ id: 2, raster: raster(2) });
    await vi.waitFor(() => expect(onPrediction).toHaveBeenCalledTimes(1));
  });
});
