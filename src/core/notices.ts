/**
 * Every notice to the reader, by code, with the parameters of its text. The texts are in the catalogues (`src/i18n`):
 * the engine has no language.
 */
import type { ModelName } from './config.ts';
import type { FileKind } from './file-kind.ts';
import type { BackendName, DatasetName, RunState } from './types.ts';
import type { WeightsFault, WeightsNote } from './weights-fault.ts';

export type NoticeKind = 'info' | 'warning' | 'error';

export interface NoticeParams {
  /** A backend that was asked for by name could not be used. */
  'backend-fallback': { readonly requested: BackendName; readonly used: BackendName; readonly reason: string };
  /** The device was lost during a run. */
  'backend-lost': { readonly backend: BackendName; readonly reason: string };
  /** No backend passed its self-test. */
  'backend-none': { readonly reason: string };
  /** One file of a source could not be used; `next` is the source that is tried now. */
  'data-source-failed': {
    readonly file: string;
    readonly source: DataSourceName;
    readonly problem: DataProblem;
    readonly detail: string;
    readonly next: DataSourceName;
  };
  /** The page uses its built-in digits although MNIST was requested. */
  'data-synthetic': Readonly<Record<string, never>>;
  /** A second attempt to load MNIST failed. The parameters are the last source's failure. */
  'data-again-failed': {
    readonly file: string;
    readonly source: DataSourceName;
    readonly problem: DataProblem;
    readonly detail: string;
  };
  'worker-unavailable': { readonly reason: string };
  'worker-crashed': { readonly reason: string };
  /** The engine's worker failed; a new one on the same backend replaces it. */
  'engine-restarted': { readonly reason: string };
  /** After an engine was replaced: the run has resumed at `step`. `again`: the later steps, which are repeated. */
  'run-continued': {
    readonly backend: BackendName;
    readonly state: Extract<RunState, 'running' | 'paused' | 'finished'>;
    readonly step: number;
    readonly again: number;
  };
  /** Runs cannot be stored. `barred`: known before there is a run. */
  'run-not-saved': { readonly problem: 'full' | 'refused' | 'barred'; readonly detail: string };
  /** The stored run is damaged, or of another release. */
  'run-unusable': { readonly reason: string };
  /** A stored run continues with other images than it had, so its current epoch starts over. */
  'run-on-other-data': { readonly had: DatasetName; readonly has: DatasetName };
  /** The loss is not finite at `step`. The weights of step `back` are restored. */
  diverged: { readonly lr: number; readonly step: number; readonly back: number; readonly suggested: number };
  /** A snapshot of the run failed; the run continues. */
  'snapshot-failed': { readonly reason: string };
  'parameter-invalid': { readonly name: string; readonly value: string; readonly used: string };
  /** A parameter of the address that the page does not know. `meant`: one whose name is spelled like it. */
  'parameter-unknown': { readonly name: string; readonly meant: string };
  /** A weights file cannot be used; the current model is unchanged. */
  'weights-invalid': { readonly name: string } & WeightsFault;
  /** `name`: of the file; empty for a script's import. `accuracy`: in [0, 1], as the file states it. */
  'weights-imported': {
    readonly name: string;
    readonly model: ModelName;
    readonly accuracy: number | null;
    readonly notes: readonly WeightsNote[];
  };
  'pretrained-unavailable': { readonly reason: string };
  /** A file was saved. The browser may have discarded it without an error. */
  'download-unsure': { readonly doubt: DownloadDoubt };
  /** The file or the clipboard has no image with a digit. */
  'picture-unusable': { readonly name: string; readonly problem: PictureProblem; readonly kind: FileKind };
  /** A chart can't be saved as PNG: the browser alters the pixels that pages read. */
  'png-altered': Readonly<Record<string, never>>;
  /** A picture or a link of another site was dropped, which the page does not fetch. */
  'picture-elsewhere': Readonly<Record<string, never>>;
  /** A file was dropped on an embedded page without a control that accepts it. */
  'file-unwanted': { readonly name: string };
  /** The host has another release: what this page has not loaded yet is gone. */
  'newer-release': Readonly<Record<string, never>>;
  /** A part of the page has failed to load again. */
  'part-missing': Readonly<Record<string, never>>;
  /** `code`: of the engine's error, for the text in the reader's language. `reason` is English. */
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

/** The kind of failure. `memory`: the request does not fit; the previous state is kept. */
export type FailureCode =
  'argument' | 'range' | 'state' | 'backend' | 'data' | 'weights' | 'aborted' | 'memory' | 'crashed' | 'internal';

/**
 * `blank`: nothing differs from the background. `svg-bomb`: references that multiply its elements. `altered`: the browser
 * alters the pixels that pages read. `folder`: was dropped in place of a file.
 */
export type PictureProblem =
  'unreadable' | 'blank' | 'too-many-bytes' | 'too-many-pixels' | 'too-much-svg' | 'svg-bomb' | 'altered' | 'folder';

/** `app`: the page is in a browser inside an app. `frame`: in a sandboxed frame. */
export type DownloadDoubt = 'app' | 'frame';

/** `page`: `mnist/` beside the page. `mirror`: a public copy with CORS. */
export type DataSourceName = 'page' | 'mirror' | 'built-in';

/** What is wrong with a file; a notice's `detail` has the numbers. */
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
