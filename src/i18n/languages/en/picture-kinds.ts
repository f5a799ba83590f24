/** What a file is that no browser reads as an image, and what to do with it. Follows `pictureProblems.unreadable`. */
import type { FileKind } from '../../../core/file-kind.ts';

const WEIGHTS = ': it holds the weights of a network. Choose it with “Load weights”';

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
  empty: ': it is empty',
  image: ': it may be damaged. Save it again as PNG or JPEG',
  svg: ': it may be damaged. Save it again as PNG or JPEG',
  heic: ': it is a HEIC photo. Export or share it as JPEG',
  tiff: ': its format is TIFF, PSD, JPEG XL or the like. Export it as PNG or JPEG',
  media: ': it is a video or a sound recording. Use a picture of one moment',
  pdf: ': it is a PDF document. Use a screenshot of the digit',
  archive: ': it is a packed archive. Unpack it, and use the image in it',
  idx: ': it holds images or labels in MNIST’s format. “Random test digit” shows those that the page has',
  html: ': it is a web page. Save the picture on it instead',
  json: ': it is JSON. Choose an image file',
  text: ': it is text. Choose an image file',
  unknown: '',
};
