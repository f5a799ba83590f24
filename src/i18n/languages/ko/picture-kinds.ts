/** What a file is that no browser reads as an image, and what to do with it. Follows `pictureProblems.unreadable`. */
import type { FileKind } from '../../../core/file-kind.ts';

const WEIGHTS = '. 신경망의 가중치 파일이니 ‘가중치 불러오기’로 넣어 주세요';

export const pictureKinds: Readonly<Record<FileKind, string>> = {
  safetensors: WEIGHTS,
  pytorch: WEIGHTS,
  pickle: WEIGHTS,
  keras: WEIGHTS,
  hdf5: WEIGHTS,
  npz: WEIGHTS,
  npy: WEIGHTS,
  onnx: WEIGHTS,
  tensorflow: WEIGHTS,
  tflite: WEIGHTS,
  gguf: WEIGHTS,
  lfs: WEIGHTS,
  empty: '. 빈 파일이에요',
  image: '. 손상된 것 같으니 PNG나 JPEG로 다시 저장해 주세요',
  svg: '. 손상된 것 같으니 PNG나 JPEG로 다시 저장해 주세요',
  heic: '. HEIC 사진은 JPEG로 내보내서 넣어 주세요',
  tiff: '. TIFF, PSD, JPEG XL 같은 형식이니 PNG나 JPEG로 내보내서 넣어 주세요',
  media: '. 동영상이나 소리 파일이니 한 장면을 이미지로 저장해서 넣어 주세요',
  pdf: '. PDF 문서이니 숫자 부분을 화면 캡처해서 넣어 주세요',
  archive: '. 압축 파일이니 압축을 풀고 그 안의 이미지를 넣어 주세요',
  idx: '. MNIST 형식의 이미지나 레이블이에요. 페이지에 있는 것은 ‘테스트 숫자 아무거나’로 볼 수 있어요',
  html: '. 웹 페이지이니 그 안의 그림을 저장해서 넣어 주세요',
  json: '. JSON 파일이니 이미지 파일을 골라 주세요',
  text: '. 텍스트 파일이니 이미지 파일을 골라 주세요',
  unknown: '',
};
