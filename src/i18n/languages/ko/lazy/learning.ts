/** The learning strip. */
import { createFormat } from '../../../format.ts';
import type { Part } from '../../../messages.ts';
import { register } from '../../../registry.ts';

const format = createFormat('ko');

export const learning: Part<'learning'> = {
  learning: {
    invitations: {
      drawAndTrain:
        '숫자를 그리고 학습을 시작해 보세요. 신경망이 그 숫자를 읽는 법을 배워 가는 과정을 스텝마다 보여 드려요.',
      train: '학습을 시작해 보세요. 신경망이 여러분의 숫자를 읽는 법을 배워 가는 과정을 스텝마다 보여 드려요.',
      sample:
        '테스트 숫자를 하나 가져와 보세요. 학습이 시작되면 신경망이 그 숫자를 읽는 법을 배워 가는 과정을 스텝마다 보여 드려요.',
      wait: '학습이 시작되면 신경망이 여러분의 숫자를 읽는 법을 배워 가는 과정을 스텝마다 보여 드려요.',
    },
    explanation: '한 줄이 숫자 하나, 높이가 그 확률이에요. 색칠된 곳이 그 순간 신경망의 답이에요.',
    slider: '학습 중의 시점',
    moment: (step, epochs) => `${format.integer(step)}스텝${epochs === null ? '' : `, ${epochs}에포크`}`,
    reads: (digit, share) => `답은 ${digit}, ${share}`,
    valueText: (moment, reads) => `${moment}: ${reads}`,
    follow: '최근 시점으로',
    howTo: '끌거나 화살표 키를 눌러 지난 순간을 볼 수 있어요.',
    beginsAnew: '그림이 바뀌면 처음부터 다시 기록해요.',
  },
};

register('ko', learning);
