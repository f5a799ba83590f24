/** The charts, and what is saved from them. */
import type { Part } from '../../../messages.ts';
import { register } from '../../../registry.ts';

export const charts: Part<'charts'> = {
  charts: {
    loss: '손실',
    accuracy: '정확도',
    training: '학습',
    test: '테스트',
    logScale: '로그 눈금',
    empty: '학습이 시작되면 여기에 곡선이 그려져요.',
    epochAxis: '에포크',
    showTable: '표로 보기',
    chartLabel: (what) => `에포크별 ${what}. 화살표 키로 곡선을 따라 움직일 수 있어요.`,
    trends: { falling: '내려가는 중이에요', rising: '올라가는 중이에요', steady: '거의 변화가 없어요' },
    lossSummary: (epochs, training, trend, test) =>
      `${epochs}에포크까지 학습했어요. 평활화한 학습 손실은 ${training}이고 ${trend}.` +
      (test === null ? '' : ` 최근 테스트 손실: ${test}.`),
    accuracySummary: (epochs, training, trend, test) =>
      `${epochs}에포크까지 학습했어요. 평활화한 학습 정확도는 ${training}이고 ${trend}.` +
      (test === null ? '' : ` 최근 테스트 정확도: ${test}.`),
    atEpoch: (epoch) => `에포크 ${epoch}`,
    atBatch: (batch) => `배치 ${batch}`,
    atBatches: (from, to) => `배치 ${from}–${to}`,
    range: '배치별 손실',
    smoothed: '학습(평활화)',
    testAfter: (epoch) => `에포크 ${epoch} 뒤 테스트`,
    tableLabel: '에포크별 결과',
    tableEmpty: '첫 에포크가 끝나면 첫 줄이 채워져요.',
    epoch: '에포크',
    trainLoss: '학습 손실',
    testLoss: '테스트 손실',
    trainAccuracy: '학습 정확도',
    testAccuracy: '테스트 정확도',
    time: '시간',
  },
  exports: {
    open: '저장',
    label: '곡선과 수치 저장',
    charts: { loss: '손실 그래프', accuracy: '정확도 그래프' },
    batches: '배치별 수치',
    epochs: '에포크별 수치',
    item: (what, kind) => `${what} ${kind}`,
    nothingYet: '첫 배치를 학습하고 나면 저장할 수 있어요.',
    noEpochYet: '아직 첫 에포크가 끝나지 않았어요.',
    footer: (model, optimizer, lr, batch, seed, date) =>
      `${model} · ${optimizer}, 학습률 ${lr} · 배치 ${batch} · 시드 ${seed} · ${date}`,
  },
};

register('ko', charts);
