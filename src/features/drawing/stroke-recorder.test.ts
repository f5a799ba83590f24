import { describe, expect, it } from 'vitest';
import { StrokeRecorder } from './stroke-recorder.ts';

describe('the stroke recorder', () => {
  it('keeps the points in order', () => {
    const recorder = new StrokeRecorder();
    recorder.begin([0.1, 0.2]);
    expect(recorder.extend([0.3, 0.2])).toBe(true);
    expect(recorder.extend([0.3, 0.5])).toBe(true);
    expect(recorder.end()).toEqual([
      [0.1, 0.2],
      [0.3, 0.2],
      [0.3, 0.5],
    ]);
  });

  it('makes a dot of a tap', () => {
    const recorder = new StrokeRecorder();
    recorder.begin([0.5, 0.5]);
    expect(recorder.extend([0.5005, 0.5])).toBe(false);
    expect(recorder.end()).toEqual([[0.5, 0.5]]);
  });

  it('adds up movements that are too small alone', () => {
    const recorder = new StrokeRecorder();
    recorder.begin([0.5, 0.5]);
    const accepted = Array.from({ length: 100 }, (_, i) => recorder.extend([0.5 + i * 0.001, 0.5])).filter(Boolean);
    expect(accepted.length).toBeGreaterThan(10);
    expect(accepted.length).toBeLessThan(30);
  });

  it('clamps points outside the pad to its edge', () => {
    const recorder = new StrokeRecorder();
    recorder.begin([-0.2, 0.5]);
    recorder.extend([1.5, 2]);
    expect(recorder.end()).toEqual([
      [0, 0.5],
      [1, 1],
    ]);
  });

  it('takes no points before a stroke begins or after it ends', () => {
    const recorder = new StrokeRecorder();
    expect(recorder.extend([0.5, 0.5])).toBe(false);
    expect(recorder.end()).toBeNull();
    recorder.begin([0, 0]);
    recorder.end();
    expect(recorder.active).toBe(false);
    expect(recorder.extend([0.5, 0.5])).toBe(false);
  });

  it('starts a new stroke without changing the finished one', () => {
    const recorder = new StrokeRecorder();
    recorder.begin([0, 0]);
    const first = recorder.end();
    recorder.begin([1, 1]);
    recorder.extend([0.5, 0.5]);
    expect(first).toEqual([[0, 0]]);
  });
});
