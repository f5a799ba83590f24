import { describe, expect, it } from 'vitest';
import type { Stroke } from '../../core/types.ts';
import { traceInk, type InkSink } from './ink-path.ts';

class Recorder implements InkSink {
  readonly calls: string[] = [];
  moveTo(x: number, y: number) {
    this.calls.push(`move ${x},${y}`);
  }
  lineTo(x: number, y: number) {
    this.calls.push(`line ${x},${y}`);
  }
  quadraticCurveTo(cx: number, cy: number, x: number, y: number) {
    this.calls.push(`curve ${cx},${cy} ${x},${y}`);
  }
}

function trace(stroke: Stroke, from?: number): string[] {
  const sink = new Recorder();
  traceInk(sink, stroke, from);
  return sink.calls;
}

const STROKE: Stroke = [
  [0, 0],
  [4, 0],
  [4, 4],
  [8, 4],
];

describe('the ink of a stroke', () => {
  it('runs through the midpoints and ends at the pen', () => {
    expect(trace(STROKE)).toEqual(['move 0,0', 'curve 0,0 2,0', 'curve 4,0 4,2', 'curve 4,4 6,4', 'line 8,4']);
  });

  it('is the same traced in pieces, each starting where the last one ended', () => {
    const whole = trace(STROKE).filter((call) => call.startsWith('curve'));
    const pieces = STROKE.map((_, last) => trace(STROKE.slice(0, last + 1), last)).filter((calls) => calls.length > 0);
    expect(pieces.flatMap((calls) => calls.filter((call) => call.startsWith('curve')))).toEqual(whole);
    expect(pieces.map((calls) => calls[0])).toEqual(['move 0,0', 'move 2,0', 'move 4,2']);
  });

  it('has no path for a dot, an empty stroke or an index past the end', () => {
    expect(trace([[0.5, 0.5]])).toEqual([]);
    expect(trace([])).toEqual([]);
    expect(trace(STROKE, 4)).toEqual([]);
  });
});
