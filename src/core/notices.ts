/**
 * Every message that the engine or the page may show, by code. The words live in the catalogues
 * (`src/i18n`), so an engine never speaks a language; the parameters are what the words need.
 */
import type { ModelName } from './config.ts';
import type { BackendName, DatasetName, RunState } from './types.ts';
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
  /** After that, or on another backend: the run has been taken up again at this step. `again`: steps done after it. */
  'run-continued': {
    readonly backend: BackendName;
    readonly state: Extract<RunState, 'running' | 'paused' | 'finished'>;
    readonly step: number;
    readonly again: number;
  };
  /** Storage is full, or cannot be used for another reason; `barred`: which is known before there is a run. */
  'run-not-saved': { readonly problem: 'full' | 'refused' | 'barred'; readonly detail: string };
  /** What storage has of the run that was offered is damaged, or another release's. */
  'run-unusable': { readonly reason: string };
  /** A stored run goes on with other images than it had, so the epoch that was under way starts over. */
  'run-on-other-data': { readonly had: DatasetName; readonly has: DatasetName };
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
  /** A file has been handed to the browser in a sandbox, which may have dropped it without a word. */
  'download-unsure': Readonly<Record<string, never>>;
  /** The file or the clipboard held no image with a digit in it. */
  'picture-unusable': { readonly name: string; readonly problem: PictureProblem };
  /** A file was let go on a page whose embedder offers nothing that takes it. */
  'file-unwanted': { readonly name: string };
  /** `code`: of the engine's error, which says in any language what `reason` says in English. */
  'engine-error': { readonly reason: string; readonly code?: FailureCode };
}

export type NoticeCode = keyof NoticeParams;

export type Notice = {
  readonly [Code in NoticeCode]: {
    readonly kind: NoticeKind;
    readonly code: Code;
    readonly params: NoticeParams[Code];
  };
}[NoticeCode];

/** What kind of failure it was. `memory`: what was asked for does not fit; what was there before stands. */
export type FailureCode =
  'argument' | 'range' | 'state' | 'backend' | 'data' | 'weights' | 'aborted' | 'memory' | 'crashed' | 'internal';

/** `blank`: nothing stands out from the background. `svg-bomb`: multiplies its own parts. */
export type PictureProblem =
  'unreadable' | 'blank' | 'too-many-bytes' | 'too-many-pixels' | 'too-much-svg' | 'svg-bomb';

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
  | 'timeout'
  /** Anything else: what the platform threw while the file was read. */
  | 'unreadable';
