/** The softmax panel. */
import { createFormat } from '../../../format.ts';
import type { Part } from '../../../messages.ts';
import { register } from '../../../registry.ts';

const format = createFormat('ko');

export const softmax: Part<'softmax'> = {
  softmax: {
    intro: '신경망이 이 숫자를 보고 점수 열 개를 내놓았어요. 이 점수가 확률 열 개가 되는 과정을 따라가 봐요.',
    invitations: {
      draw: '그림판에 숫자를 그려 보세요. 신경망이 내놓은 숫자 열 개가 확률 열 개로 바뀌는 과정을 여러분이 그린 숫자로 하나하나 보여 드려요.',
      sample:
        '테스트 숫자를 하나 가져와 보세요. 신경망이 내놓은 숫자 열 개가 확률 열 개로 바뀌는 과정을 그 숫자로 하나하나 보여 드려요.',
      wait: '신경망이 읽을 숫자가 들어오면, 신경망이 내놓은 숫자 열 개가 확률 열 개로 바뀌는 과정을 하나하나 보여 드려요.',
      pending: '신경망을 준비하고 있어요. 잠깐만 기다려 주세요.',
    },
    trySample: '테스트 숫자로 해 보기',
    anotherSample: '다른 테스트 숫자 보기',
    formulaLabel:
      'p j는 e의 (z j 나누기 T 빼기 m) 제곱을, 열 개 모두의 같은 값을 더한 합으로 나눈 값이에요. m은 z 나누기 T 가운데 가장 큰 값이에요.',
    workedLabel: (digit, exp, sum, p) => `숫자 ${digit}: ${exp} 나누기 ${sum}, 답은 ${p}`,
    partHint: '수식의 한 부분이나 표의 열, 행을 가리켜 보세요. 서로 짝이 되는 곳이 함께 강조돼요.',
    partNames: {
      z: '로짓 z',
      scaled: 'z 나누기 T',
      exp: 'e의 (z/T 빼기 m) 제곱',
      p: '확률 p',
    },
    parts: {
      z: '로짓 z: 마지막 층이 이 숫자에 매긴 점수예요. 크기도 부호도 자유롭고, 다른 숫자와 얼마나 차이 나는지만 중요해요.',
      scaled: 'z / T: 온도 T가 로짓 사이의 차이를 늘리거나 줄여요. 학습할 때는 T = 1이에요.',
      exp: 'e의 (z/T − m) 제곱: 언제나 0보다 크고, 로짓이 가장 크면 딱 1이에요. z/T가 1만큼 작으면 e배, 약 2.7배 작아져요.',
      sum: '열 개를 모두 더한 값이에요. 각자의 몫을 나누는 기준이 돼요.',
      p: '합에서 차지하는 몫: 0과 1 사이이고, 열 개를 더하면 정확히 1이에요.',
    },
    tableLabel: '로짓에서 확률까지',
    digit: '숫자',
    rowLabel: (digit) => `숫자 ${digit}`,
    sum: '합',
    largest: '최댓값',
    temperature: '온도 T',
    temperatureNumber: 'T 직접 입력',
    temperatureRange: (min, max) => `${format.plain(min)}에서 ${format.plain(max)} 사이의 수를 넣어 주세요`,
    backToOne: 'T = 1로 되돌리기',
    coldEnd: '가장 큰 하나가 독차지',
    hotEnd: '열 개가 모두 똑같이',
    tryWarmer: '신경망이 너무 확신해서 나머지가 보이지 않아요. T를 올리면 드러나요.',
    atOne: 'T = 1, 학습할 때와 같아요. 신경망이 답한 확률이 바로 이 값이에요.',
    colder: (times, digit, share) =>
      `차가워졌어요. 로짓 사이의 차이가 모두 ${times}배로 벌어져요. 지금 숫자 ${digit}의 몫은 ${share}예요.`,
    coldLimit: (digit) => `T가 0에 다가가면 가장 큰 하나가 전부 가져가요. 숫자 ${digit}의 확률이 1이 돼요.`,
    warmer: (times, digit, share, fell) =>
      `뜨거워졌어요. 로짓 사이의 차이가 모두 ${times}분의 1로 줄어요. 숫자 ${digit}의 몫은 ${fell ? '이제' : '여전히'} ${share}예요.`,
    notYetCold: 'T를 0에 더 가깝게 내려야 가장 큰 하나가 독차지해요.',
    hotLimit: 'T가 ∞로 가면 로짓은 아무 의미가 없어지고, 모든 숫자가 10%씩 가져가요.',
    notYetHot: 'T를 훨씬 더 올려야 모든 숫자가 10%씩 가져가요.',
    lossTitle: '이 답의 손실은 얼마일까요',
    meant: '어떤 숫자를 그렸나요?',
    meantBy: {
      guess: '신경망의 답을 보고 짐작했어요. 틀렸거나 다른 경우가 궁금하면 바꿔 보세요.',
      label: '테스트 이미지의 정답이에요.',
      reader: '직접 고른 숫자예요.',
    },
    lossLabel: (digit, p, loss) => `손실은 숫자 ${digit}의 확률 ${p}에 로그를 씌우고 부호를 바꾼 ${loss}`,
    lossText: '이 그림 하나의 손실이에요. 손실 그래프는 이 값을 배치의 이미지 전체에 대해 평균 낸 거예요.',
    lossAtOne: '학습할 때와 같은 T = 1로 계산해요.',
    lossLatest: (loss) => `최근 배치의 손실: ${loss}.`,
    takeStep: '이 그림 가르치기',
    takeAnother: '한 번 더 가르치기',
    takeBack: (steps) => (steps > 1 ? `${format.integer(steps)}스텝 없던 일로` : '없던 일로'),
    nothingToLearn:
      '손실이 거의 0이라 기울기도 거의 0이에요. 더 배울 게 없어요. 위에서 다른 숫자를 골라 보세요. 손실과 미는 힘이 커져요.',
    takeHint: '이 그림 하나만 보고 모든 가중치를 기울기 반대쪽으로 한 스텝 옮겨요.',
    pauseFirst: '지금은 배치를 보며 배우고 있어요. 이 그림을 가르치려면 먼저 일시정지하세요.',
    taken: (digit, rate, before, after) =>
      `${digit} 쪽으로 한 스텝 갔어요: w ← w − ${rate} · 기울기. 손실: ${before} → ${after}.`,
    stepEffects: {
      visible:
        '변화가 눈에 보이도록 고른 학습률이에요. 실제 학습에서는 설정한 학습률로, 배치 평균 손실의 기울기를 써서 움직여요.',
      'already-high': '아주 조금 움직였어요. p가 이미 1에 가까워서 기울기가 거의 없었거든요.',
      invisible: 'p로는 아직 거의 티가 나지 않아요.',
    },
    carried: (digits) => `가중치를 함께 쓰다 보니 ${format.list(digits.map(String))}의 로짓은 반대쪽으로 딸려 갔어요.`,
    gradientLabel: '기울기와 손실이 바라는 방향',
    gradientHead: 'p − y',
    gradientText:
      '손실을 로짓으로 미분한 기울기는 p − y예요. y는 그리려던 숫자만 1이고 나머지는 0이에요. 0보다 크면 p가 너무 커서 로짓을 낮춰야 하고, 0보다 작으면 p가 너무 작아서 로짓을 높여야 해요. 그런데 스텝이 옮기는 건 가중치예요. 깊은 신경망에서는 로짓 열 개가 가중치를 함께 써서, 반대쪽으로 딸려 가는 로짓도 있어요.',
    asked: '바라는 방향',
    pushes: { up: '↑ 위로', down: '↓ 아래로', none: '·' },
    probabilityNow: '지금 p',
    beforeAfter: 'p 이전 → 지금',
    experimentsTitle: '직접 해 보는 세 가지 질문',
    valueOf: (digit, value) => `${digit}: ${value}`,
    noNumber: '숫자가 아님',
    whyMaximum: '왜 최댓값을 빼나요?',
    whyMaximumAnswer:
      '분자와 분모에 같은 수가 곱해지니 확률은 그대로예요. 하지만 컴퓨터는 이 계산을 32비트로 하고, e^{89}부터는 담을 수 없어요. 로짓을 키워서 언제 깨지는지 보세요.',
    scaleLabel: '로짓에 곱할 수',
    withoutMaximum: '빼지 않으면',
    withMaximum: '빼면',
    fits: (z) => `가장 큰 값: e^{${z}}. 아직 담을 수 있어서 두 결과가 같아요.`,
    overflows: (z) => `e^{${z}} 값이 너무 커서 ∞가 되고, ∞ ÷ ∞는 숫자가 아니에요.`,
    underflows: (z) => `가장 큰 값인 e^{${z}}도 너무 작아서 0이 되고, 0 ÷ 0은 숫자가 아니에요.`,
    whyE: '왜 e인가요?',
    whyEAnswer:
      '1보다 큰 수라면 무엇이든 돼요. b^{z}는 e^{z · ln b}이니 밑을 바꾸는 건 온도를 바꾸는 것과 같아요. 다만 e는 미분할 때 ln b가 붙지 않아서 기울기가 p − y로 깔끔해요.',
    base: '밑',
    withBase: (base) => `밑이 ${base}일 때`,
    withE: '밑이 e일 때',
    sameAsTemperature: (base, t) => `밑이 ${base}이면 T = ${t}일 때와 같아요.`,
    setTemperature: (t) => `위에서 T = ${t}로 보기`,
    whyNotDivide: '그냥 나누면 안 되나요?',
    whyNotDivideAnswer:
      'z ÷ Σz도 더하면 1이에요. 하지만 로짓은 음수일 수 있어서 몫이 0보다 작거나 1보다 커지기도 하고, 합이 음수면 순위가 거꾸로 뒤집혀요. 합이 0에 가까우면 값이 한없이 커져요. 모든 로짓에 같은 수를 더해 보세요. 소프트맥스는 변하지 않아요.',
    shiftLabel: '모든 로짓에 더할 수',
    divided: 'z ÷ Σz',
    softmaxed: '소프트맥스',
    plainShares: {
      impossible: '지금은 합이 0이라 아예 나눌 수 없어요.',
      reversed: ({ negative, beyond, largest }) =>
        `합이 음수라 순위가 거꾸로예요. 가장 작은 로짓의 몫이 가장 커요(${largest}${beyond ? ', 1보다 커요' : ''}).` +
        (negative > 0 ? ` 0보다 작은 몫은 ${format.integer(negative)}개예요.` : ''),
      unbounded: ({ negative, beyond, largest }) =>
        `0보다 작은 몫이 ${format.integer(negative)}개 있어요. 가장 큰 몫: ${largest}${beyond ? ', 전체인 1보다 커요' : ''}.`,
      sound: ({ largest }) => `지금은 아무 문제가 없어요. 몫이 모두 0과 1 사이예요. 가장 큰 몫: ${largest}.`,
    },
  },
};

register('ko', softmax);
