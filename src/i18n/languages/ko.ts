import type { Messages } from '../messages.ts';

export const ko: Messages = {
  app: {},
  training: {},
  charts: {},
  console: {},
  drawing: {
    title: '숫자 그리기',
    padLabel: '그림판',
    invitation: '0부터 9까지, 숫자 하나를 그려 보세요',
    howTo: '마우스, 펜, 손가락 모두 쓸 수 있어요.',
    keyboardHint:
      '화살표 키로 펜을 움직이고, 스페이스 키로 펜을 대거나 떼요. Ctrl+Z를 누르면 마지막 획을 되돌려요.',
    penDown: '펜을 댔어요',
    penUp: '펜을 뗐어요',
    undo: '되돌리기',
    clear: '지우기',
    randomDigit: '테스트 숫자 아무거나',
    sample: (index, label) => `테스트 이미지 ${index}번 · 정답 ${label}`,
    rasterTitle: '신경망이 보는 모습',
    rasterNote:
      '가로세로 28픽셀이에요. MNIST 숫자처럼 그린 부분만 잘라 크기를 맞추고 무게중심을 가운데에 두었어요.',
  },
  prediction: {
    title: '신경망의 답',
    empty: '무언가 그리면 신경망이 답해요.',
    pending: '신경망을 준비하고 있어요. 잠깐만 기다려 주세요.',
    sure: (probability) => `확률 ${probability}`,
    right: (label) => `맞혔어요 · 정답 ${label}`,
    wrong: (label) => `틀렸어요 · 정답 ${label}`,
    untrained: '아직 가중치가 무작위라 그냥 찍은 답이에요. 학습시키면서 지켜보세요.',
    barsLabel: '숫자별 확률',
    explanation: '소프트맥스는 신경망이 내놓은 숫자 열 개를 확률 열 개로 바꿔요. 모두 더하면 1이 돼요.',
    announced: (digit, probability) => `신경망의 답은 ${digit}, 확률은 ${probability}예요.`,
  },
  backend: {},
  dataset: {},
  model: {},
  notices: {},
};
