import { describe, expect, it } from 'vitest';
import { Progress, progressText } from './progress.ts';

class Recorder {
  readonly isTTY: boolean;
  text = '';
  constructor(isTTY: boolean) {
    this.isTTY = isTTY;
  }
  write(text: string): void {
    this.text += text;
  }
}

describe('progressText', () => {
  it('shows a bar, the percentage and megabytes', () => {
    expect(progressText('file', 2_500_000, 10_000_000)).toBe('file  ██████░░░░░░░░░░░░░░░░░░   25 %  2.5 of 10.0 MB');
  });

  it('shows only megabytes where the total is unknown', () => {
    expect(progressText('file', 28_881, null)).toBe('file  0.03 MB');
  });

  it('never exceeds 100 %', () => {
    expect(progressText('file', 12, 10)).toContain('100 %');
  });
});

describe('Progress', () => {
  it('redraws one line on a terminal, once a percent', () => {
    const output = new Recorder(true);
    const progress = new Progress('file', output);
    progress.expect(100_000);
    for (let received = 0; received < 100_000; received += 100) progress.add(100);
    progress.end();
    expect(output.text.split('\r')).toHaveLength(102);
    expect(output.text.split('\n')).toHaveLength(2);
    expect(output.text.endsWith('100 %  0.10 of 0.10 MB\n')).toBe(true);
  });

  it('writes four plain lines elsewhere', () => {
    const output = new Recorder(false);
    const progress = new Progress('file', output);
    progress.expect(1000);
    for (let received = 0; received < 1000; received += 10) progress.add(10);
    progress.end();
    const percents = output.text.split('\n').map((line) => /\d+ %/.exec(line)?.[0]);
    expect(percents).toEqual(['25 %', '50 %', '75 %', '100 %', undefined]);
  });
});
