/** A Vitest reporter that counts tests and keeps the reason of a skip. */
import type { Reporter, SerializedError, TestModule } from 'vitest/node';
import { PASSED, addCounts, failed, saveCounts, skipped } from './counts.ts';
import type { Counts } from './counts.ts';

export class UnitReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const strays = unhandledErrors.map(({ message }) => failed('outside of any test', message));
    saveCounts(addCounts([...modules.map((module) => countModule(module)), ...strays]));
  }
}

function countModule(module: TestModule): Counts {
  const file = module.relativeModuleId;
  const tests = Array.from(module.children.allTests(), (test): Counts => {
    const result = test.result();
    if (result.state === 'passed') return PASSED;
    if (result.state === 'failed') return failed(`${file} > ${test.fullName}`, result.errors[0]?.message);
    return skipped(test.fullName, result.state === 'skipped' ? result.note : 'never finished');
  });
  // A file that can't be loaded has no tests, only errors.
  return addCounts([...tests, ...module.errors().map(({ message }) => failed(file, message))]);
}

// oxlint-disable-next-line import/no-default-export -- Vitest looks for it.
export default UnitReporter;
