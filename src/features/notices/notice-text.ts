/** A notice as text in the reader's language. */
import type { Notice, NoticeCode, NoticeParams } from '../../core/notices.ts';
import { PICTURE_LIMITS } from '../../core/picture-limits.ts';
import type { Messages } from '../../i18n/messages.ts';
import { refusalText } from './refusal-text.ts';

type Writers = { readonly [Code in NoticeCode]: (params: NoticeParams[Code], messages: Messages) => string };

const WRITERS: Writers = {
  'backend-fallback': ({ requested, used, reason }, { notices, backend }) =>
    notices.codes.backendFallback(backend.names[requested], backend.names[used], reason),
  'backend-lost': ({ backend, reason }, messages) =>
    messages.notices.codes.backendLost(messages.backend.names[backend], reason),
  'backend-none': ({ reason }, { notices }) => notices.codes.backendNone(reason),
  'data-source-failed': ({ file, source, problem, detail, next }, { notices, dataset }) =>
    notices.codes.dataSourceFailed(
      file,
      dataset.sources[source],
      dataset.problems[problem],
      detail,
      dataset.sources[next],
    ),
  'data-again-failed': ({ file, source, problem, detail }, { notices, dataset }) =>
    notices.codes.dataAgainFailed(file, dataset.sources[source], dataset.problems[problem], detail),
  'data-synthetic': (_, { notices }) => notices.codes.dataSynthetic,
  'worker-unavailable': ({ reason }, { notices }) => notices.codes.workerUnavailable(reason),
  'worker-crashed': ({ reason }, { notices }) => notices.codes.workerCrashed(reason),
  'engine-restarted': ({ reason }, { notices }) => notices.codes.engineRestarted(reason),
  'run-continued': (params, { notices, backend }) =>
    notices.codes.runContinued[params.state](backend.names[params.backend], params),
  'run-not-saved': ({ problem, detail }, { notices }) => notices.codes.runNotSaved[problem](detail),
  'run-unusable': ({ reason }, { notices }) => notices.codes.runUnusable(reason),
  'run-on-other-data': ({ has }, { notices }) => notices.codes.runOnOtherData[has],
  diverged: (params, { notices }) => notices.codes.diverged(params),
  'snapshot-failed': ({ reason }, { notices }) => notices.codes.snapshotFailed(reason),
  'parameter-invalid': ({ name, value, used }, { notices }) => notices.codes.parameterInvalid(name, value, used),
  'parameter-unknown': ({ name, meant }, { notices }) => notices.codes.parameterUnknown(name, meant),
  'weights-invalid': refusalText,
  'weights-imported': ({ name, model, accuracy, notes }, { checkpoints, training }) =>
    [
      checkpoints.imported(name, training.models[model], accuracy),
      ...notes.map(({ change, names, count }) => checkpoints.changes[change](names, count)),
    ].join(' '),
  'pretrained-unavailable': ({ reason }, { notices }) => notices.codes.pretrainedUnavailable(reason),
  'download-unsure': ({ doubt }, { notices }) => notices.codes.downloadUnsure[doubt],
  'picture-unusable': ({ name, problem, kind }, { notices }) => {
    const reason = notices.codes.pictureProblems[problem](PICTURE_LIMITS);
    return notices.codes.pictureUnusable(
      name,
      problem === 'unreadable' ? reason + notices.codes.pictureKinds[kind] : reason,
    );
  },
  'png-altered': (_, { notices }) => notices.codes.pngAltered,
  'picture-elsewhere': (_, { notices }) => notices.codes.pictureElsewhere,
  'file-unwanted': ({ name }, { notices }) => notices.codes.fileUnwanted(name),
  'newer-release': (_, { notices }) => notices.codes.newerRelease,
  'part-missing': (_, { notices }) => notices.codes.partMissing,
  'engine-error': ({ code, reason }, { notices }) =>
    notices.codes.engineError(notices.codes.failures[code ?? 'unknown'], reason),
};

export function noticeText({ code, params }: Notice, messages: Messages): string {
  return write(code, params, messages);
}

function write<Code extends NoticeCode>(code: Code, params: NoticeParams[Code], messages: Messages): string {
  return WRITERS[code](params, messages);
}
