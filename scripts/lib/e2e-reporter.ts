/** A Playwright reporter that counts, and keeps why a test was skipped. */
import type { FullConfig, Reporter, Suite, TestCase } from '@playwright/test/reporter';
import { FAILED, PASSED, addCounts, saveCounts, skipped } from './counts.ts';
import type { Counts } from './counts.ts';

export class E2eReporter implements Reporter {
  #tests: readonly TestCase[] = [];
  #errors = 0;

  onBegin(_: FullConfig, suite: Suite): void {
    this.#tests = suite.allTests();
  }

  /** Outside of any test: a server that didn't start, a file that can't be loaded. */
  onError(): void {
    this.#errors += 1;
  }

  onEnd(): void {
    saveCounts(addCounts([...this.#tests.map((test) => countTest(test)), { ...FAILED, failed: this.#errors }]));
  }
}

/** A test that passed only when repeated counts as passed. */
export function countTest(test: Pick<TestCase, 'outcome' | 'titlePath' | 'annotations'>): Counts {
  const outcome = test.outcome();
  switch (outcome) {
    case 'expected':
    case 'flaky':
      return PASSED;
    case 'unexpected':
      return FAILED;
    case 'skipped': {
      const why = test.annotations.find(({ type }) => type === 'skip' || type === 'fixme');
      const name = test.titlePath().filter((title) => title !== '');
      return skipped(name.join(' > '), why?.description);
    }
    default:
      return outcome satisfies never;
  }
}

// oxlint-disable-next-line import/no-default-export -- Playwright looks for it.
export default E2eReporter;
