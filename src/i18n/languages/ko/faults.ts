/** Faults of a run, and what to do about them. */
import type { NoticeParams } from '../../../core/notices.ts';
import { createFormat } from '../../format.ts';

const format = createFormat('ko');

type Continued = NoticeParams['run-continued'];

export const faults = {
  diverged: ({ lr, step, back, suggested }: NoticeParams['diverged']) =>
    `${format.integer(step)}스텝에서 손실이 더는 유한한 수가 아니게 됐어요. 학습률 ${format.plain(lr)}에서는 한 걸음이 너무 커서 ` +
    '최솟값을 지나쳐 오히려 더 멀어졌고, 가중치가 점점 커지다가 오버플로가 났어요. ' +
    `신경망은 ${back === 0 ? '처음 가중치' : `${format.integer(back)}스텝의 가중치`}로 되돌려 두었어요. ` +
    `학습률을 ${format.plain(suggested)} 정도로 낮추고 ‘이어서 학습’을 눌러 보세요.`,
  snapshotFailed: (reason: string) =>
    `신경망 상태를 보관하지 못했어요. 지금 엔진이 멈추면 평소보다 더 많은 스텝을 잃지만, 학습에는 영향이 없어요.${reason && ` (${reason})`}`,
  engineRestarted: (reason: string) => `학습 엔진이 멈춰서 새 엔진으로 바꿨어요.${reason && ` (${reason})`}`,
  runContinued: {
    running: (backend: string, { step, again }: Continued) =>
      `${backend}에서 ${format.integer(step)}스텝부터 학습을 이어가요.${trainedAgain(again)}`,
    paused: (backend: string, { step, again }: Continued) =>
      `${format.integer(step)}스텝에서 일시정지된 학습을 ${backend}에서 되살렸어요.${trainedAgain(again)}`,
    finished: (backend: string) => `끝난 학습을 ${backend}에서 되살렸어요.`,
  },
  runNotSaved: {
    full: (detail: string) =>
      `브라우저 저장 공간이 꽉 차서 학습 내용을 저장하지 못하고 있어요. 학습은 계속되니 페이지를 닫지 마세요.${detail && ` (${detail})`}`,
    refused: (detail: string) =>
      `지금은 브라우저에 저장할 수 없어서 학습 내용이 남지 않아요. 학습은 계속되니 페이지를 닫지 마세요.${detail && ` (${detail})`}`,
    barred: () => '여기에서는 저장이 막혀 있어서, 학습한 내용은 페이지를 떠나면 사라져요.',
  },
  runUnusable: (reason: string) => `지난 학습을 되살리지 못했어요.${reason && ` (${reason})`}`,
  runOnOtherData: {
    mnist: '내장 숫자로 하던 학습이에요. 이번 에포크를 처음부터 다시 시작해 MNIST로 이어가요.',
    synthetic: 'MNIST로 하던 학습이에요. 이번 에포크를 처음부터 다시 시작해 내장 숫자로 이어가요.',
  },
  newerRelease:
    '이 페이지의 새 버전이 나와서, 지금 버전의 일부는 더 불러올 수 없어요. 새로고침해 주세요. 저장된 학습은 다시 이어 갈 수 있어요.',
  partMissing: '페이지의 일부를 다시 불러오지 못했어요. 새로고침해 주세요. 저장된 학습은 다시 이어 갈 수 있어요.',
  pngAltered:
    '이 브라우저는 추적을 막으려고 페이지가 만든 이미지의 픽셀을 바꿔요. PNG에는 잡음만 남으니 SVG로 저장하거나, ' +
    '이 사이트에 캔버스 읽기를 허용해 주세요.',
  pictureElsewhere:
    '다른 페이지의 이미지는 여기서 바로 읽을 수 없어요. 이미지를 저장한 다음 그 파일을 이 페이지에 끌어다 놓아 주세요.',
  fileUnwanted: (name: string) => `${name} 파일은 넣을 수 없어요. 이 페이지에서는 이런 파일을 받지 않아요.`,
};

/** Follows a sentence that names a step. */
function trainedAgain(steps: number): string {
  return steps === 0 ? '' : ` 그 뒤 ${format.integer(steps)}스텝은 다시 학습해요.`;
}
