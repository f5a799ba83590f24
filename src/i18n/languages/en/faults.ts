/** What went wrong within a run, and what to do about it. */
import type { NoticeParams } from '../../../core/notices.ts';
import { createFormat } from '../../format.ts';

const format = createFormat('en');

export const faults = {
  diverged: ({ lr, step, back, suggested }: NoticeParams['diverged']) =>
    `At step ${format.integer(step)} the loss stopped being a finite number. With a learning rate of ${format.plain(lr)} ` +
    'each step went past the minimum and ended further from it than it began, so the weights grew until no number could hold them. ' +
    `The network has ${back === 0 ? 'the weights it began with' : `its weights of step ${format.integer(back)}`} again. ` +
    `Set the learning rate to ${format.plain(suggested)}, say, and press Resume.`,
  snapshotFailed: (reason: string) =>
    `The run could not be kept just now, so a crash would lose more than two seconds of it. Training goes on.${reason && ` (${reason})`}`,
  engineRestarted: (reason: string) =>
    `The training engine broke down, and a fresh one takes its place.${reason && ` (${reason})`}`,
  runContinued: (backend: string, step: number) =>
    `The run goes on with ${backend} from step ${format.integer(step)}. At most two seconds of training were lost.`,
  runNotSaved: {
    full: (detail: string) =>
      `This browser’s storage is full, so the run is not being saved. Training goes on; keep the page open.${detail && ` (${detail})`}`,
    refused: (detail: string) =>
      `The browser lets this page store nothing, so the run is not being saved. Training goes on; keep the page open.${detail && ` (${detail})`}`,
  },
};
