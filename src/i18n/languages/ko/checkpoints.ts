/** 페이지 밖으로 나가거나 들어오는 것: 가중치, 곡선, 수치. */
import { createFormat } from '../../format.ts';
import type { Messages } from '../../messages.ts';

const format = createFormat('ko');

export const checkpoints: Pick<Messages, 'checkpoints' | 'pytorch' | 'exports'> = {
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
    undo: '불러오기 되돌리기',
    undoHint: '불러오기 전의 신경망과 학습을 되살려요',
    problems: {
      'too-large': (_part, found, expected) => `크기가 ${found}인데 ${expected}까지만 읽을 수 있어요.`,
      'too-short': () => 'safetensors 파일이라기엔 너무 짧아요.',
      'no-safetensors': () => 'safetensors 파일이 아니거나 중간에 잘렸어요.',
      length: (_part, found, expected) =>
        `헤더에는 데이터가 ${expected}바이트라고 적혀 있는데 실제로는 ${found}바이트예요.`,
      header: () => '헤더를 읽을 수 없어요.',
      metadata: () => '메타데이터가 글로만 된 표가 아니에요.',
      duplicate: (part) => `${part} 항목이 두 번 나와요.`,
      entry: (part) => `${part} 항목이 무엇이고 어디에 있는지 적혀 있지 않아요.`,
      dtype: (part, found, expected) => `${part}의 자료형 ${found}: 이 형식은 못 읽고 ${expected}만 읽을 수 있어요.`,
      shape: (part, found) => `${part}의 모양이 올바르지 않아요(${found}).`,
      offsets: (part, found, expected) =>
        expected === ''
          ? `${part}의 위치가 올바르지 않아요(${found}).`
          : `${part}의 자리는 ${expected}바이트여야 하는데 ${found}바이트예요.`,
      place: (part) => `${part}의 자리가 앞 텐서와 겹치거나 그 사이가 비어 있어요.`,
      'not-finite': (part) => `${part}에 유한한 수가 아닌 값이 들어 있어요.`,
      'no-model': () => 'l1.bias가 없어서 이 페이지의 신경망에 맞는 가중치가 아니에요.',
      config: (part, found) => `파일에 적힌 ${part} 설정은 쓸 수 없어요${found === '' ? '' : `(${found})`}.`,
      missing: (part) => `${part} 텐서가 빠져 있어요.`,
      extra: (part) => `${part} 텐서는 이 신경망에 들어갈 자리가 없어요.`,
      'other-shape': (part, found, expected) =>
        `${part} 텐서의 모양이 달라요(필요한 모양 ${expected}, 파일의 모양 ${found}).`,
    },
  },
  pytorch: {
    open: 'PyTorch로 이어가기',
    title: 'PyTorch로 이어가기',
    close: '닫기',
    intro:
      '이 가중치를 PyTorch로 불러와 시험해 보고, 같은 설정으로 학습을 이어가는 스크립트예요. 가중치와 같은 폴더에 저장하고 실행하세요.',
    weights: '가중치',
    processes: '실행 방식',
    variants: { single: '프로세스 하나로', torchrun: 'torchrun으로 여러 프로세스에서' },
    code: '스크립트',
    copy: '스크립트 복사',
    copied: '복사했어요',
    copyFailed: '브라우저가 복사를 막았어요. 스크립트를 선택해 두었으니 Ctrl+C나 ⌘C를 눌러 주세요.',
    download: '스크립트 내려받기',
    epochs: (count) => `${format.integer(count)}에포크를 학습해요.`,
    remaining: (count) => `이번 학습에서 남은 ${format.integer(count)}에포크를 마저 학습해요.`,
    notExact:
      '똑같이 되풀이하는 게 아니라 이어가는 거예요. 파일에는 최적화 방법이 기억하던 값과 이미지 순서가 없어서, 곡선은 같은 모습으로 이어지지만 숫자까지 같지는 않아요.',
    synthetic: '이 신경망은 페이지가 그린 숫자로 배웠어요. 스크립트는 MNIST로 이어서 학습해요.',
    comments: {
      about: 'Softmax Live에서 학습한 가중치를 PyTorch에서 이어서 학습합니다.',
      network: '페이지의 신경망과 같습니다. 층 이름은 파일에 적힌 이름 그대로입니다.',
      pixels: '페이지처럼 픽셀은 [0, 1]이고 정규화는 하지 않습니다.',
      load: '이름과 모양이 하나라도 맞지 않으면 여기서 오류가 납니다.',
      test: '두 숫자 사이에서 애매한 한두 장을 빼면 페이지에 나온 값과 같아야 합니다.',
      optimizer: '페이지의 설정 그대로입니다. 최적화 방법이 앞 스텝에서 기억한 값만 새로 시작합니다.',
      save: '이 파일은 페이지에서 다시 읽을 수 있습니다(가중치 불러오기).',
      process: 'torchrun은 프로세스마다 이 파일을 한 번씩 실행하고, 몇 번째 프로세스인지 알려 줍니다.',
      downloadOnce: '프로세스 하나만 내려받고 나머지는 기다립니다.',
      share: '배치를 프로세스 수만큼 나누고 DDP가 기울기를 평균 내므로, 배치 크기와 학습률은 그대로입니다.',
      scale: '속도가 먼저라면 프로세스마다 배치 하나를 통째로 주고, 학습률에 프로세스 수를 곱하세요.',
      shuffle: '이 줄이 없으면 에포크마다 순서가 같습니다.',
    },
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
