/** The embed dialog. */
import { createFormat } from '../../../format.ts';
import type { Part } from '../../../messages.ts';
import { register } from '../../../registry.ts';

const format = createFormat('ko');

export const embedding: Part<'embedding'> = {
  embedding: {
    title: '내 페이지에 넣기',
    close: '닫기',
    panels: '보여 줄 부분',
    panelsMissing: '하나 이상 골라 주세요.',
    trainMissing: (train, panels) =>
      `‘${train}’ 없이는 독자가 학습을 시작할 수 없어서 이 부분이 비어 있어요: ${panels.map((name) => `‘${name}’`).join(', ')}`,
    drawMissing: (draw, panels) =>
      `‘${draw}’ 없이는 독자가 이 부분에서 자기 손글씨를 볼 수 없어요: ${panels.map((name) => `‘${name}’`).join(', ')}`,
    model: '모델',
    keep: '지금 설정과 그림도 함께 넣기',
    imageLeftOut: '그림판의 이미지는 빠져요. 주소에는 직접 그린 획만 담을 수 있어요.',
    language: '언어',
    readersLanguage: '독자의 언어',
    theme: '테마',
    themes: { auto: '독자의 설정', light: '밝게', dark: '어둡게', host: '내 페이지와 같게' },
    height: '높이(픽셀)',
    heightBetween: (min: number, max: number) =>
      `${format.integer(min)}에서 ${format.integer(max)} 사이의 정수를 넣어 주세요`,
    autoHeight: '내용에 맞춰 높이 조절',
    poster: '누르기 전에는 불러오지 않기',
    posterText: '여기에서 신경망을 학습시켜 보세요',
    messages: '내 페이지로 메시지 보내기',
    messagesNote:
      '내 페이지는 프레임의 높이, 학습 상태, 에포크마다의 결과, 신경망의 답(로짓과 확률)을 받아요. 그린 그림은 프레임 밖으로 나가지 않아요.',
    messagesOff: '내 페이지는 아무것도 받지 않아요. 프레임의 높이는 그대로예요.',
    offscreen: '스크롤해서 안 보일 때',
    offscreens: { run: '계속 학습하기', pause: '학습 멈춰 두기' },
    format: '넣을 곳',
    formats: { html: 'HTML', jekyll: 'Jekyll', markdown: 'Markdown', react: 'React' },
    hints: {
      html: '넣고 싶은 자리에 붙여 넣으세요.',
      jekyll: '_includes/softmax-live.html로 저장하고, 글에는 이 한 줄을 쓰세요.',
      markdown: 'Markdown과 MDX에 맞춘 코드예요. HTML이 막힌 곳에서는 링크만 남아요.',
      react: '다른 패키지가 필요 없는 컴포넌트예요.',
    },
    code: '넣을 코드',
    copyCode: '코드 복사',
    copied: '복사했어요',
    copyFailed: '브라우저가 복사를 막았어요. 코드를 선택해 두었으니 Ctrl+C나 ⌘C를 눌러 주세요.',
    preview: '미리 보기',
    showPreview: '미리 보기 열기',
    previewNote: '미리 보기도 실제 페이지라서, 열면 데이터를 불러오고 계산을 해요.',
    frameTitle: 'Softmax Live: 손글씨 숫자로 신경망 학습시키기',
  },
};

register('ko', embedding);
