/** A Playwright reporter that counts tests and keeps the reason of a skip. */
import type { FullConfig, Reporter, Suite, TestCase, TestError, TestResult } from '@playwright/test/reporter';
import { PASSED, addCounts, failed, saveCounts, skipped } from './counts.ts';
import type { Counts } from './counts.ts';

export class E2eReporter implements Reporter {
  #tests: readonly TestCase[] = [];
  readonly #errors: Counts[] = [];

  onBegin(_: FullConfig, suite: Suite): void {
    this.#tests = suite.allTests();
  }

  /** Errors outside of any test: a server that did not start, a file that can't be loaded. */
  onError({ message }: TestError): void {
    this.#errors.push(failed('outside of any test', message));
  }

  onEnd(): void {
    saveCounts(addCounts([...this.#tests.map((test) => countTest(test)), ...this.#errors]));
  }
}

/** A test that passed only when repeated counts as passed. */
export function countTest(
  test: Pick<TestCase, 'outcome' | 'titlePath' | 'annotations'> & {
    readonly results: readonly Pick<TestResult, 'error'>[];
  },
): Counts {
  const outcome = test.outcome();
  const name = test
    .titlePath()
    .filter((title) => title !== '')
    .join(' > ');
  switch (outcome) {
    case 'expected':
    case 'flaky':
      return PASSED;
    case 'unexpected':
      return failed(name, test.results.at(-1)?.error?.message);
    case 'skipped': {
      const why = test.annotations.find(({ type }) => type === 'skip' || type === 'fixme');
      return skipped(name, why?.description);
    }
    default:
      return outcome satisfies never;
  }
}

// oxlint-disable-next-line import/no-default-export -- Playwright looks for it.
export default E2eReporter;
