import { messageOf } from '../../core/message-of.ts';
import type { DataProblem } from '../../core/notices.ts';

interface DataErrorOptions extends ErrorOptions {
  /** The same request may succeed later. */
  readonly passing?: boolean;
}

/** A file of a data source can't be used. `problem` selects the catalogue's text; `detail` has numbers, in English. */
export class DataError extends Error {
  override readonly name = 'DataError';
  readonly problem: DataProblem;
  readonly file: string;
  readonly detail: string;
  readonly passing: boolean;
  constructor(problem: DataProblem, file: string, detail: string, options?: DataErrorOptions) {
    super(`${file}: ${problem}: ${detail}`, options);
    this.problem = problem;
    this.file = file;
    this.detail = detail;
    this.passing = options?.passing ?? false;
  }
}

/** Any error that reading `file` has thrown, as a `DataError` with its cause. */
export function dataErrorOf(error: unknown, file: string): DataError {
  return error instanceof DataError ? error : new DataError('unreadable', file, messageOf(error), { cause: error });
}
