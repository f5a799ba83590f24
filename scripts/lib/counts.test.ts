import { describe, expect, it } from 'vitest';
import { addCounts, summaryLine } from './counts.ts';
import { countTest } from './e2e-reporter.ts';

describe('the closing line', () => {
  it('names skipped tests only if there are any', () => {
    expect(summaryLine({ passed: 12, failed: 0, skipped: [] })).toBe('12 passed, 0 failed');
    const skipped = [{ name: 'a', reason: '' }];
    expect(summaryLine({ passed: 12, failed: 1, skipped })).toBe('12 passed, 1 failed, 1 skipped');
  });

  it('sums all stages', () => {
    const stage = { passed: 2, failed: 1, skipped: [{ name: 'a', reason: 'b' }] };
    expect(summaryLine(addCounts([stage, stage]))).toBe('4 passed, 2 failed, 2 skipped');
  });
});

function testCase(outcome: 'skipped' | 'expected' | 'unexpected' | 'flaky', description?: string) {
  return {
    outcome: () => outcome,
    titlePath: () => ['', 'desktop', 'backends.spec.ts', 'trains on WebGPU'],
    annotations: description === undefined ? [] : [{ type: 'skip', description }],
  };
}

describe('the count of end-to-end tests', () => {
  it('tells passed from failed', () => {
    const all = (['expected', 'flaky', 'unexpected'] as const).map((outcome) => countTest(testCase(outcome)));
    expect(addCounts(all)).toEqual({ passed: 2, failed: 1, skipped: [] });
  });

  it('keeps why a test was skipped', () => {
    const name = 'desktop > backends.spec.ts > trains on WebGPU';
    expect(countTest(testCase('skipped', 'no adapter')).skipped).toEqual([{ name, reason: 'no adapter' }]);
    expect(countTest(testCase('skipped')).skipped).toEqual([{ name, reason: '' }]);
  });
});
