import { describe, expect, it } from 'vitest';
import type { EpochResult } from '../../core/types.ts';
import { progressFigures } from './progress-figures.ts';

const running = { state: 'running', step: 250, stepsPerEpoch: 100, stepsPerSecond: 50 } as const;
const result: EpochResult = {
  epoch: 2,
  trainLoss: 1,
  trainAccuracy: 0.5,
  testLoss: 1,
  testAccuracy: 0.5,
  correct: 1,
  total: 2,
  trainMs: 2000,
  testMs: 3000,
};

describe('the progress of a run', () => {
  it('is measured over all epochs', () => {
    expect(progressFigures(running, 64, 5, [])).toEqual({ ratio: 0.5, imagesPerSecond: 3200, secondsLeft: 5 });
  });

  it('includes the time of the remaining tests', () => {
    expect(progressFigures(running, 64, 5, [result, result]).secondsLeft).toBe(5 + 3 * 3);
  });

  it('has no time left while the run is paused or without speed', () => {
    expect(progressFigures({ ...running, state: 'paused' }, 64, 5, []).secondsLeft).toBeNull();
    expect(progressFigures({ ...running, stepsPerSecond: 0 }, 64, 5, []).secondsLeft).toBeNull();
  });

  it('is 0 before the first step and 1 at the end', () => {
    const blank = { state: 'idle', step: 0, stepsPerEpoch: 0, stepsPerSecond: 0 } as const;
    expect(progressFigures(blank, 64, 5, []).ratio).toBe(0);
    expect(progressFigures({ ...blank, state: 'finished' }, 64, 5, []).ratio).toBe(1);
    expect(progressFigures({ ...running, step: 999 }, 64, 5, []).ratio).toBe(1);
  });
});
