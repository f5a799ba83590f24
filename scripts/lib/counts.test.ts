import { describe, expect, it } from 'vitest';
import { addCounts, failed, PASSED, skipped, summary } from './counts.ts';
import { countTest } from './e2e-reporter.ts';

describe('the summary of npm test', () => {
  it('is the sum alone if nothing failed or was skipped', () => {
    expect(summary(addCounts([PASSED, PASSED]))).toBe('2 passed, 0 failed');
  });

  it('names what failed and what was skipped in all stages, then gives the sum', () => {
    const stages = [
      skipped('WebGPU', 'no adapter'),
      PASSED,
      failed('add-up', 'Property failed\n  { seed: 1 }\nCounterexample: 2\n  at …'),
      skipped('MNIST', ''),
    ];
    expect(summary(addCounts([...stages, failed('lint', '')])).split('\n')).toEqual([
      'skipped: WebGPU (no adapter)',
      'skipped: MNIST',
      'failed: add-up (Property failed { seed: 1 } Counterexample: 2)',
      'failed: lint',
      '1 passed, 2 failed, 2 skipped',
    ]);
  });
});

function testCase(outcome: 'skipped' | 'expected' | 'unexpected' | 'flaky', description?: string) {
  return {
    outcome: () => outcome,
    titlePath: () => ['', 'desktop', 'backends.spec.ts', 'trains on WebGPU'],
    annotations: description === undefined ? [] : [{ type: 'skip', description }],
    results: [{ error: { message: '\u001B[31mexpected 1\u001B[39m\nto be 2' } }],
  };
}

describe('the count of end-to-end tests', () => {
  const name = 'desktop > backends.spec.ts > trains on WebGPU';

  it('counts expected and flaky tests as passed, and gives the reason of a failure', () => {
    const all = (['expected', 'flaky', 'unexpected'] as const).map((outcome) => countTest(testCase(outcome)));
    expect(addCounts(all)).toEqual({ passed: 2, failed: [{ name, reason: 'expected 1 to be 2' }], skipped: [] });
  });

  it('keeps the reason why a test was skipped', () => {
    expect(countTest(testCase('skipped', 'no adapter')).skipped).toEqual([{ name, reason: 'no adapter' }]);
    expect(countTest(testCase('skipped')).skipped).toEqual([{ name, reason: '' }]);
  });
});
