import type { DataProblem } from '../../core/notices.ts';

/** One file of a data source can't be used. The catalogues have the words; `detail` has the numbers, in English. */
export class DataError extends Error {
  override readonly name = 'DataError';
  readonly problem: DataProblem;
  readonly file: string;
  readonly detail: string;
  constructor(problem: DataProblem, file: string, detail: string, options?: ErrorOptions) {
    super(`${file}: ${problem}: ${detail}`, options);
    this.problem = problem;
    this.file = file;
    this.detail = detail;
  }
}
