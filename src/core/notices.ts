/**
 * Every message that the engine or the page may show, by code. The words live in the catalogues
 * (`src/i18n`), so an engine never speaks a language; the parameters are what the words need.
 */
import type { ModelName } from './config.ts';
import type { BackendName } from './types.ts';
import type { WeightsFault } from './weights-fault.ts';

export type NoticeKind = 'info' | 'warning' | 'error';

export interface NoticeParams {
  /** A backend that was asked for by name could not be used. */
  'backend-fallback': { readonly requested: BackendName; readonly used: BackendName; readonly reason: string };
  /** The device went away in mid-run. */
  'backend-lost': { readonly backend: BackendName; readonly reason: string };
  /** No backend at all passed its self-test. */
  'backend-none': { readonly reason: string };
  /** One file of one source could not be used; `next` is what is tried now. */
  'data-source-failed': {
    readonly file: string;
    readonly source: DataSourceName;
    readonly problem: DataProblem;
    readonly detail: string;
    readonly next: DataSourceName;
  };
  /** The page runs on its built-in digits although MNIST was wanted. */
  'data-synthetic': Readonly<Record<string, never>>;
  /** MNIST was asked for again, and failed again; the last source's failure. */
  'data-again-failed': {
    readonly file: string;
    readonly source: DataSourceName;
    readonly problem: DataProblem;
    readonly detail: string;
  };
  'worker-unavailable': { readonly reason: string };
  'worker-crashed': { readonly reason: string };
  /** The engine's worker broke down; a fresh one on the same backend takes its place. */
  'engine-restarted': { readonly reason: string };
  /** After that, or on another backend: the run has been taken up again at this step. */
  'run-continued': { readonly backend: BackendName; readonly step: number };
  /** Storage is full, or this page may not use it. */
  'run-not-saved': { readonly problem: 'full' | 'refused'; readonly detail: string };
  /** At `step` the loss is no longer a finite number; the weights are those of step `back` again. */
  diverged: { readonly lr: number; readonly step: number; readonly back: number; readonly suggested: number };
  /** A snapshot of the run could not be taken; the run itself goes on. */
  'snapshot-failed': { readonly reason: string };
  'parameter-invalid': { readonly name: string; readonly value: string; readonly used: string };
  /** A file of this name can't be used; whatever is wrong, the model in use has not been touched. */
  'weights-invalid': { readonly name: string } & WeightsFault;
  /** `name`: of the file; empty where a script has given it. `accuracy`: in [0, 1], by the file's own account. */
  'weights-imported': { readonly name: string; readonly model: ModelName; readonly accuracy: number | null };
  'pretrained-unavailable': { readonly reason: string };
  /** The file or the clipboard held no image with a digit in it. */
  'picture-unusable': { readonly name: string; readonly problem: PictureProblem; readonly detail: string };
  'engine-error': { readonly reason: string };
}

export type NoticeCode = keyof NoticeParams;

export type Notice = {
  readonly [Code in NoticeCode]: {
    readonly kind: NoticeKind;
    readonly code: Code;
    readonly params: NoticeParams[Code];
  };
}[NoticeCode];

/** `blank`: nothing stands out from the background. */
export type PictureProblem = 'unreadable' | 'too-large' | 'blank';

/** `page`: `mnist/` beside the page. `mirror`: a public copy that allows cross-origin reads. */
export type DataSourceName = 'page' | 'mirror' | 'built-in';

/** What was wrong with a file; `detail` carries the numbers. */
export type DataProblem =
  | 'network'
  | 'http'
  | 'html'
  | 'empty'
  | 'magic'
  | 'shape'
  | 'truncated'
  | 'too-long'
  | 'changed'
  | 'gzip'
  | 'checksum'
  | 'labels'
  | 'timeout';
