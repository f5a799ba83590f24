/** Faults of a run, and what to do about them. */
import type { NoticeParams } from '../../../core/notices.ts';
import { createFormat } from '../../format.ts';

const format = createFormat('en');

type Continued = NoticeParams['run-continued'];

export const faults = {
  diverged: ({ lr, step, back, suggested }: NoticeParams['diverged']) =>
    `At step ${format.integer(step)} the loss stopped being a finite number. With a learning rate of ${format.plain(lr)} ` +
    'every step overshot the minimum and landed further from it, so the weights grew until they overflowed. ' +
    `The network has ${back === 0 ? 'the weights it began with' : `its weights of step ${format.integer(back)}`} again. ` +
    `Set the learning rate to ${format.plain(suggested)}, say, and press Resume.`,
  snapshotFailed: (reason: string) =>
    `A snapshot of the network failed, so a crash would lose more steps than usual. Training is not affected.${reason && ` (${reason})`}`,
  engineRestarted: (reason: string) =>
    `The training engine failed, and a new one has replaced it.${reason && ` (${reason})`}`,
  runContinued: {
    running: (backend: string, { step, again }: Continued) =>
      `The run continues with ${backend} from step ${format.integer(step)}.${trainedAgain(again)}`,
    paused: (backend: string, { step, again }: Continued) =>
      `The run is back on ${backend}, paused at step ${format.integer(step)}.${trainedAgain(again)}`,
    finished: (backend: string, _at: Continued) => `The finished run is back on ${backend}.`,
  },
  runNotSaved: {
    full: (detail: string) =>
      `This browser’s storage is full, so the run is not being saved. Training continues; keep the page open.${detail && ` (${detail})`}`,
    refused: (detail: string) =>
      `Nothing can be stored in this browser at present, so the run is not being saved. Training continues; keep the page open.${detail && ` (${detail})`}`,
    barred: (_detail: string) => 'The browser allows no storage here, so what you train is lost when you leave.',
  },
  runUnusable: (reason: string) => `The earlier run could not be restored.${reason && ` (${reason})`}`,
  runOnOtherData: {
    mnist: 'This run learned from the built-in digits; it continues with MNIST, from the start of its epoch.',
    synthetic: 'This run learned from MNIST; it continues with the built-in digits, from the start of its epoch.',
  },
  newerRelease:
    'A new version of this page has been published, and parts of this one can no longer be loaded. Reload the page; a run that is stored is offered again.',
  partMissing: 'A part of the page could not be loaded again. Reload the page; a run that is stored is offered again.',
  pngAltered:
    'Against tracking, this browser changes the pixels of images that a page makes, so the PNG would show noise. ' +
    'Save the chart as SVG, or allow this site to read canvases.',
  pictureElsewhere:
    'Pictures of other pages can’t be read from here. Save the picture, then drop its file on this page.',
  fileUnwanted: (name: string) => `${name} can’t be used here: this page takes no files of its kind.`,
};

/** Follows a sentence that names a step. */
function trainedAgain(steps: number): string {
  if (steps === 0) return '';
  return steps === 1
    ? ' The step after that is trained again.'
    : ` The ${format.integer(steps)} steps after that are trained again.`;
}
