/** What went wrong within a run, and what to do about it. */
import type { NoticeParams } from '../../../core/notices.ts';
import { createFormat } from '../../format.ts';

const format = createFormat('ko');

export const faults = {
  diverged: ({ lr, step, back, suggested }: NoticeParams['diverged']) =>
    `${format.integer(step)}스텝에서 손실이 더는 유한한 수가 아니게 됐어요. 학습률 ${format.plain(lr)}에서는 한 걸음이 너무 커서 ` +
    '최솟값을 지나쳐 오히려 더 멀어졌고, 그때마다 가중치가 커지다가 숫자로 나타낼 수 있는 범위를 넘었어요. ' +
    `신경망은 ${back === 0 ? '처음 가중치' : `${format.integer(back)}스텝의 가중치`}로 되돌려 두었어요. ` +
    `학습률을 ${format.plain(suggested)} 정도로 낮추고 이어서 학습을 눌러 보세요.`,
  snapshotFailed: (reason: string) =>
    `방금 학습 상태를 저장해 두지 못했어요. 지금 멈추면 2초보다 더 많이 잃을 수 있지만, 학습은 계속돼요.${reason && ` (${reason})`}`,
  engineRestarted: (reason: string) => `학습 엔진이 멈춰서 새 엔진으로 바꿨어요.${reason && ` (${reason})`}`,
  runContinued: (backend: string, step: number) =>
    `${backend}에서 ${format.integer(step)}스텝부터 학습을 이어가요. 잃은 건 길어야 2초 분량이에요.`,
  runNotSaved: {
    full: (detail: string) =>
      `브라우저 저장 공간이 꽉 차서 학습 내용을 저장하지 못하고 있어요. 학습은 계속되니 페이지를 닫지 마세요.${detail && ` (${detail})`}`,
    refused: (detail: string) =>
      `브라우저가 이 페이지의 저장을 막아서 학습 내용이 저장되지 않아요. 학습은 계속되니 페이지를 닫지 마세요.${detail && ` (${detail})`}`,
  },
};
