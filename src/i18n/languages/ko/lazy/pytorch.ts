/** The dialog "Continue in PyTorch". */
import { createFormat } from '../../../format.ts';
import type { Part } from '../../../messages.ts';
import { register } from '../../../registry.ts';

const format = createFormat('ko');

export const pytorch: Part<'pytorch'> = {
  pytorch: {
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
      '숫자까지 똑같지는 않아요. 파일에는 최적화 방법의 상태와 이미지 순서가 없거든요. 곡선은 같은 모습으로 이어져요.',
    synthetic: '이 신경망은 페이지가 그린 숫자로 배웠어요. 스크립트는 MNIST로 이어서 학습해요.',
    comments: {
      about: 'Softmax Live에서 학습한 가중치를 PyTorch에서 이어서 학습합니다.',
      network: '페이지의 신경망과 같습니다. 층 이름은 파일에 적힌 이름 그대로입니다.',
      pixels: '페이지처럼 픽셀은 [0, 1]이고 정규화는 하지 않습니다.',
      load: '이름과 모양이 하나라도 맞지 않으면 여기서 오류가 납니다.',
      test: '두 숫자 사이에서 애매한 한두 장을 빼면 페이지에 나온 값과 같아야 합니다.',
      optimizer: '페이지의 설정 그대로입니다. 최적화 방법은 이전 상태 없이 시작합니다.',
      save: '이 파일은 페이지에서 다시 읽을 수 있습니다(가중치 불러오기).',
      process: 'torchrun은 프로세스마다 이 파일을 한 번씩 실행하고, 프로세스 번호(rank)를 알려 줍니다.',
      downloadOnce: '프로세스 하나만 내려받고 나머지는 기다립니다.',
      share: '배치를 프로세스 수만큼 나누고 DDP가 기울기의 평균을 구하므로, 배치 크기와 학습률은 그대로입니다.',
      scale: '속도가 먼저라면 프로세스마다 배치 하나를 통째로 주고, 학습률에 프로세스 수를 곱하세요.',
      shuffle: '이 줄이 없으면 에포크마다 순서가 같습니다.',
    },
  },
};

register('ko', pytorch);
