import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../core/config.ts';
import { SNAPSHOT_VERSION, type Snapshot } from '../../engine/snapshot.ts';
import { INITIAL_STATE } from '../../store/initial-state.ts';
import { append } from '../../store/series.ts';
import { storyOf } from '../../store/story.ts';
import { FORMAT, parseRun, parseSummary, savedRunOf } from './saved-run.ts';

const snapshot: Snapshot = {
  version: SNAPSHOT_VERSION,
  config: defaultConfig(),
  origin: 'training',
  epochs: 3,
  testAccuracy: 0.9,
  weights: [new Float32Array([1, 2])],
  run: {
    epoch: 3,
    batch: 10,
    dataset: { name: 'mnist', trainTotal: 60_000 },
    optimizer: { steps: 2824, state: [[new Float32Array([0, 0])]] },
    record: { images: 640, loss: 1, right: 600, trainMs: 1, testMs: 0, test: { done: 0, loss: 0, correct: 0 } },
    finished: false,
  },
};
const story = storyOf({
  ...INITIAL_STATE,
  run: { ...INITIAL_STATE.run, testAccuracy: 0.941, stepsPerEpoch: 938 },
  lossSeries: append(INITIAL_STATE.lossSeries, 3, new Float32Array([2.3, 2.2, 2.1])),
  consoleLines: ['Train Epoch: 1'],
});
const drawing = { id: 4, strokes: [[[0.1, 0.2] as const]], raster: new Uint8Array(784), sample: null };
const saved = savedRunOf({ id: 'abc', snapshot, story, drawing });

describe('a stored run', () => {
  it('has a summary with the epoch in progress and the latest accuracy', () => {
    expect(parseSummary(saved)).toMatchObject({ id: 'abc', epoch: 4, epochs: 9, accuracy: 0.941, finished: false });
  });

  it('is unchanged after a round trip through storage', () => {
    const back = parseRun(structuredClone(saved));
    expect(back.story).toEqual(story);
    expect(back.snapshot).toEqual(snapshot);
    expect(back.drawing).toEqual({ strokes: drawing.strokes, raster: drawing.raster, sample: null });
  });

  it('keeps the NaN values of a diverged run', () => {
    const diverged = storyOf({
      ...INITIAL_STATE,
      run: { ...INITIAL_STATE.run, trainLoss: Number.NaN, trainAccuracy: 0.1, testLoss: Number.NaN },
      lossSeries: append(INITIAL_STATE.lossSeries, 2, new Float32Array([2.3, Number.NaN])),
    });
    const kept = savedRunOf({ id: 'abc', snapshot, story: diverged, drawing });
    expect(parseRun(structuredClone(kept)).story).toEqual(diverged);
  });

  it('of another release has no summary', () => {
    expect(parseSummary({ ...saved, format: FORMAT + 1 })).toBeNull();
  });

  it.each([1e18, 1e300, -1e17, -1, Infinity, Number.NaN])('with the invalid time %d has no summary', (savedAt) => {
    expect(parseSummary({ ...saved, savedAt })).toBeNull();
  });

  it.each([0, 8.64e15])('with the valid time %d has a summary', (savedAt) => {
    expect(parseSummary({ ...saved, savedAt })).toMatchObject({ savedAt });
  });

  it('that was altered is refused with the name of the wrong field', () => {
    expect(() => parseRun({ ...saved, story: { ...story, consoleDropped: -1 } })).toThrow(/^story\.consoleDropped: /);
    expect(() => parseRun({ ...saved, drawing: { ...drawing, raster: new Uint8Array(3) } })).toThrow(
      /^drawing\.raster/,
    );
  });

  it('is not made from weights without a run', () => {
    expect(savedRunOf({ id: 'abc', snapshot: { ...snapshot, run: null }, story, drawing })).toBeNull();
  });

  it('with arbitrary content has no summary and is refused with a reason', () => {
    fc.assert(
      fc.property(fc.anything(), (anything) => {
        expect(parseSummary(anything)).toBeNull();
        expect(() => parseRun(anything)).toThrow(/./);
      }),
    );
  });
});
