/** A notice in a reader's words. */
import type { Notice, NoticeParams } from '../../core/notices.ts';
import { PICTURE_LIMITS } from '../../core/picture-limits.ts';
import type { Messages } from '../../i18n/messages.ts';

export function noticeText(notice: Notice, messages: Messages): string {
  const { notices, backend, dataset } = messages;
  const text = notices.codes;
  switch (notice.code) {
    case 'backend-fallback': {
      const { requested, used, reason } = notice.params;
      return text.backendFallback(backend.names[requested], backend.names[used], reason);
    }
    case 'backend-lost':
      return text.backendLost(backend.names[notice.params.backend], notice.params.reason);
    case 'backend-none':
      return text.backendNone(notice.params.reason);
    case 'data-source-failed': {
      const { file, source, problem, detail, next } = notice.params;
      return text.dataSourceFailed(
        file,
        dataset.sources[source],
        dataset.problems[problem],
        detail,
        dataset.sources[next],
      );
    }
    case 'data-again-failed': {
      const { file, source, problem, detail } = notice.params;
      return text.dataAgainFailed(file, dataset.sources[source], dataset.problems[problem], detail);
    }
    case 'data-synthetic':
      return text.dataSynthetic;
    case 'worker-unavailable':
      return text.workerUnavailable(notice.params.reason);
    case 'worker-crashed':
      return text.workerCrashed(notice.params.reason);
    case 'engine-restarted':
      return text.engineRestarted(notice.params.reason);
    case 'run-continued':
      return text.runContinued[notice.params.state](backend.names[notice.params.backend], notice.params);
    case 'run-not-saved': {
      const { problem, detail } = notice.params;
      return text.runNotSaved[problem](detail);
    }
    case 'run-unusable':
      return text.runUnusable(notice.params.reason);
    case 'run-on-other-data':
      return text.runOnOtherData[notice.params.has];
    case 'diverged':
      return text.diverged(notice.params);
    case 'snapshot-failed':
      return text.snapshotFailed(notice.params.reason);
    case 'parameter-invalid': {
      const { name, value, used } = notice.params;
      return text.parameterInvalid(name, value, used);
    }
    case 'weights-invalid':
      return faultText(notice.params, messages);
    case 'weights-imported': {
      const { name, model, accuracy } = notice.params;
      return messages.checkpoints.imported(name, messages.training.models[model], accuracy);
    }
    case 'pretrained-unavailable':
      return text.pretrainedUnavailable(notice.params.reason);
    case 'download-unsure':
      return text.downloadUnsure;
    case 'picture-unusable': {
      const { name, problem } = notice.params;
      return text.pictureUnusable(name, text.pictureProblems[problem](PICTURE_LIMITS));
    }
    case 'file-unwanted':
      return text.fileUnwanted(notice.params.name);
    case 'engine-error':
      return text.engineError(text.failures[notice.params.code ?? 'unknown'], notice.params.reason);
    default:
      return notice satisfies never;
  }
}

function faultText(params: NoticeParams['weights-invalid'], { checkpoints: text }: Messages): string {
  const { name, problem, part, found, expected } = params;
  return text.invalid(name, text.problems[problem](part, found, expected));
}
