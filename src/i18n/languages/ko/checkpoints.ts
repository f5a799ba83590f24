/** Weights that leave the page or come into it. */
import { BOUNDS } from '../../../core/config.ts';
import { createFormat } from '../../format.ts';
import type { FirstMessages } from '../../messages.ts';

const format = createFormat('ko');

const AGAIN = '다시 저장하거나 내려받아 주세요.';
const HOW = '저장하는 방법은 ‘PyTorch로 이어가기’에 있어요.';
const IMAGE = 'safetensors가 아니라 이미지예요. 이미지는 ‘이미지 불러오기’로 그림판에 넣어 주세요.';

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
    changes: {
      prefix: (names) => `이름 앞의 ‘${names}’ 부분은 떼었어요.`,
      renamed: (names) => `이름이 달라서 모양과 순서로 맞췄어요(${names}).`,
      transposed: () => '가중치가 [입력, 출력] 순서로 저장되어 있어서 전치했어요.',
      'channels-last': () => '채널이 맨 뒤에 있어서 맨 앞으로 옮겼어요.',
      reshaped: () => '크기가 1인 차원은 없앴어요.',
      rounded: (names) => `${names} 값은 F32로 반올림했어요.`,
      'no-bias': () => '파일에 편향이 없어서 0으로 두었어요.',
      'left-out': (names, count) => `이 신경망에서 쓰지 않는 텐서 ${format.integer(count)}개는 뺐어요(${names}).`,
      metadata: () => '메타데이터가 다른 신경망을 가리켜서 무시했어요.',
    },
    pytorch: 'PyTorch로 이어가기',
    undo: '불러오기 되돌리기',
    undoHint: '불러오기 전의 신경망과 학습을 되살려요',
    conversion: 'Python에서 아래 코드를 실행하면 safetensors로 저장돼요.',
    kinds: {
      unknown: `safetensors 파일이 아니거나 중간에 잘렸어요. ${HOW}`,
      safetensors: '파일이 중간에 잘렸어요. 다시 복사하거나 내려받아 주세요.',
      pytorch: 'safetensors가 아니라 PyTorch 파일이에요. 코드가 들어 있을 수 있어서 여기서는 열지 않아요.',
      pickle: 'safetensors가 아니라 Python 피클 파일이에요. 코드가 들어 있을 수 있어서 여기서는 열지 않아요.',
      keras: 'safetensors가 아니라 Keras 모델이에요.',
      hdf5: 'safetensors가 아니라 Keras 등에서 저장한 HDF5 파일이에요.',
      npz: 'safetensors가 아니라 NumPy 배열을 묶은 파일이에요.',
      npy: 'safetensors가 아니라 NumPy 배열 하나예요. 신경망의 배열을 모두 safetensors.numpy로 저장해 주세요.',
      onnx: 'safetensors가 아니라 ONNX 모델이에요.',
      tensorflow: 'safetensors가 아니라 TensorFlow 모델이에요. 가중치를 safetensors.tensorflow로 저장해 주세요.',
      tflite: 'safetensors가 아니라 TensorFlow Lite 모델이에요. 변환하기 전의 모델을 safetensors로 저장해 주세요.',
      gguf: 'safetensors가 아니라 GGUF 파일이에요. 변환하기 전의 모델을 safetensors로 저장해 주세요.',
      lfs: 'safetensors 파일이 아니라 Git LFS 포인터예요. git lfs pull로 실제 파일을 받아 주세요.',
      image: IMAGE,
      svg: IMAGE,
      heic: IMAGE,
      tiff: IMAGE,
      media: `safetensors가 아니라 동영상이나 소리 파일이에요. ${HOW}`,
      pdf: `safetensors가 아니라 PDF 문서예요. ${HOW}`,
      archive: 'safetensors가 아니라 압축 파일이에요. 압축을 풀고 그 안의 파일을 불러와 주세요.',
      idx: 'safetensors가 아니라 MNIST 형식의 이미지나 레이블이에요. MNIST는 페이지가 알아서 받아요.',
      html: 'safetensors가 아니라 웹 페이지예요. 소개 페이지 말고 파일 자체를 내려받아 주세요.',
      json: 'safetensors가 아니라 JSON 파일이에요. 가중치를 safetensors.numpy로 저장해 주세요.',
      text: 'safetensors가 아니라 텍스트 파일이에요. 가중치를 safetensors.numpy로 저장해 주세요.',
    },
    problems: {
      unreadable: (_part, found) =>
        `브라우저가 파일을 읽지 못했어요${found && `(${found})`}. 이 기기에 복사한 뒤 다시 골라 주세요.`,
      'too-large': (_part, found, expected) =>
        `크기가 ${found}인데 ${expected}까지만 읽을 수 있어요. state_dict만 저장하거나 반정밀도로 저장해 주세요.`,
      'too-short': () => `safetensors 파일이라기엔 너무 짧아요. ${AGAIN}`,
      length: (_part, found, expected) =>
        `헤더에는 데이터가 ${expected}바이트라고 적혀 있는데 실제로는 ${found}바이트예요. ${AGAIN}`,
      header: () => `헤더를 읽을 수 없어요. ${AGAIN}`,
      metadata: () => '메타데이터가 문자열로만 된 표가 아니에요. 메타데이터 없이 저장해 주세요.',
      duplicate: (part) => `${part} 항목이 두 번 나와요. ${AGAIN}`,
      entry: (part) => `${part} 항목의 내용이 빠져 있어요. ${AGAIN}`,
      dtype: (part, found, expected) =>
        `${part}의 자료형이 ${found}인데, 여기서는 ${expected}만 읽을 수 있어요. PyTorch에서 float32로 바꿔 저장해 주세요.`,
      shape: (part, found) => `${part}의 모양이 올바르지 않아요(${found}). ${AGAIN}`,
      offsets: (part, found, expected) =>
        expected === ''
          ? `${part}의 위치가 올바르지 않아요(${found}). ${AGAIN}`
          : `${part}의 자리는 ${expected}바이트여야 하는데 ${found}바이트예요. ${AGAIN}`,
      place: (part) => `${part}의 자리가 앞 텐서와 겹치거나 그 사이가 비어 있어요. ${AGAIN}`,
      'not-finite': (part) =>
        `${part}에 32비트로 나타낼 수 있는 유한한 수가 아닌 값이 들어 있어요. 그렇게 되기 전의 가중치를 써 주세요.`,
      'no-model': (part, found) =>
        `이 페이지의 신경망이 아니에요${part === '' ? '' : `(${part}의 모양 ${found})`}. 입력 784개에서 출력 10개까지 선형층 ` +
        `${BOUNDS.layers.max + 1}개 이하로 된 신경망이나 ‘PyTorch로 이어가기’에 나오는 CNN을 넣을 수 있어요.`,
      ambiguous: (part, found) => `${part}에 해당하는 텐서가 여러 개예요(${found}). 신경망을 하나만 저장해 주세요.`,
      factored: (part) =>
        `${part} 텐서만으로는 가중치를 알 수 없어요. PyTorch에서 weight norm이나 가지치기는 풀고, LoRA는 합쳐서 저장해 주세요.`,
      config: (part, found) =>
        part === 'layers' && found !== ''
          ? `은닉층(${found})이 너무 많거나 넓어요. 여기서는 너비 ${format.integer(BOUNDS.width.max)} 이하로 ${BOUNDS.layers.max}개까지 쓸 수 있어요.`
          : `파일에 적힌 ${part} 설정이 올바르지 않아요${found === '' ? '' : `(${found})`}. 메타데이터 없이 저장해 주세요.`,
      missing: (part) => `${part} 텐서가 빠져 있어요. PyTorch에서 state_dict 전체를 저장해 주세요.`,
      extra: (part) =>
        `합성곱 ${part}이 있는 신경망은 이 페이지에 없어요. 여기서 쓰는 CNN은 ‘PyTorch로 이어가기’에서 볼 수 있어요.`,
      'other-shape': (part, found, expected) =>
        `${part} 텐서의 모양이 달라요(필요한 모양 ${expected}, 파일의 모양 ${found}). 맞는 층은 ‘PyTorch로 이어가기’에서 볼 수 있어요.`,
    },
  },
};
