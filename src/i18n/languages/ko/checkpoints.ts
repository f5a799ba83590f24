/** Weights that leave the page or come into it. */
import { createFormat } from '../../format.ts';
import type { FirstMessages } from '../../messages.ts';

const format = createFormat('ko');

export const checkpoints: Pick<FirstMessages, 'checkpoints'> = {
  checkpoints: {
    download: '가중치 내려받기',
    load: '가중치 불러오기',
    loading: '파일을 읽고 있어요 …',
    drop: '놓으면 이 가중치를 신경망에 넣어요.',
    hint: '여기서 내려받았거나 PyTorch에서 저장한 .safetensors 파일이에요. 페이지 아무 데나 끌어다 놓아도 돼요.',
    invalid: (name, problem) =>
      `${name === '' ? '이 가중치' : name} 파일은 쓸 수 없어요. ${problem} 신경망은 그대로 두었어요.`,
    imported: (name, model, accuracy) =>
      `${name === '' ? '스크립트가 넣은' : `${name} 파일의`} 가중치를 쓰고 있어요(${model}` +
      (accuracy === null ? ').' : `, 파일에 적힌 테스트 정확도 ${format.percent(accuracy, 2)}).`),
    pytorch: 'PyTorch로 이어가기',
    undo: '불러오기 되돌리기',
    undoHint: '불러오기 전의 신경망과 학습을 되살려요',
    problems: {
      'too-large': (_part, found, expected) => `크기가 ${found}인데 ${expected}까지만 읽을 수 있어요.`,
      'too-short': () => 'safetensors 파일이라기엔 너무 짧아요.',
      'no-safetensors': () => 'safetensors 파일이 아니거나 중간에 잘렸어요.',
      length: (_part, found, expected) =>
        `헤더에는 데이터가 ${expected}바이트라고 적혀 있는데 실제로는 ${found}바이트예요.`,
      header: () => '헤더를 읽을 수 없어요.',
      metadata: () => '메타데이터가 문자열로만 된 표가 아니에요.',
      duplicate: (part) => `${part} 항목이 두 번 나와요.`,
      entry: (part) => `${part} 항목의 내용이 빠져 있어요.`,
      dtype: (part, found, expected) => `${part}의 자료형 ${found}: 이 형식은 못 읽고 ${expected}만 읽을 수 있어요.`,
      shape: (part, found) => `${part}의 모양이 올바르지 않아요(${found}).`,
      offsets: (part, found, expected) =>
        expected === ''
          ? `${part}의 위치가 올바르지 않아요(${found}).`
          : `${part}의 자리는 ${expected}바이트여야 하는데 ${found}바이트예요.`,
      place: (part) => `${part}의 자리가 앞 텐서와 겹치거나 그 사이가 비어 있어요.`,
      'not-finite': (part) => `${part}에 유한한 수가 아닌 값이 들어 있어요.`,
      'no-model': () => 'l1.bias가 없어서 이 페이지의 신경망에 맞는 가중치가 아니에요.',
      config: (part, found) => `파일에 적힌 ${part} 설정이 올바르지 않아요${found === '' ? '' : `(${found})`}.`,
      missing: (part) => `${part} 텐서가 빠져 있어요.`,
      extra: (part) => `${part} 텐서는 이 신경망의 것이 아니에요.`,
      'other-shape': (part, found, expected) =>
        `${part} 텐서의 모양이 달라요(필요한 모양 ${expected}, 파일의 모양 ${found}).`,
    },
  },
};
