/** Weights that leave the page or come into it. */
import { BOUNDS } from '../../../core/config.ts';
import type { ForeignKind } from '../../../core/file-kind.ts';
import { createFormat } from '../../format.ts';

const format = createFormat('en');

const AGAIN = 'Save or download it again';
const HOW = '“Continue in PyTorch” shows how to save one';
const IMAGE = 'it is not a safetensors file but an image. Images go on the pad, with “Use an image”';

export const checkpoints = {
  checkpoints: {
    download: 'Download weights',
    load: 'Load weights',
    loading: 'Reading the file …',
    drop: 'Drop it to load these weights.',
    hint: 'A .safetensors file, from here or from PyTorch. It can also be dropped anywhere on the page.',
    invalid: (name: string, problem: string) =>
      `${name === '' ? 'The weights file' : name} can’t be used: ${problem}. The network is unchanged.`,
    imported: (name: string, model: string, accuracy: number | null) =>
      `The weights from ${name === '' ? 'a script' : name} are in use: ${model}` +
      (accuracy === null ? '.' : `, test accuracy ${format.percent(accuracy, 2)} according to the file.`),
    changes: {
      prefix: (names: string, _count: number) => `The prefix “${names}” was removed from the names.`,
      renamed: (names: string, _count: number) => `Matched by shape and order: ${names}.`,
      transposed: (_names: string, _count: number) => 'The weights were transposed, from [in, out] to [out, in].',
      'channels-last': (_names: string, _count: number) => 'Their channels were last and were put first.',
      reshaped: (_names: string, _count: number) => 'Dimensions of size 1 were removed.',
      rounded: (names: string, _count: number) => `The values were rounded from ${names} to F32.`,
      'no-bias': (_names: string, _count: number) => 'The file has no biases, so they are zero.',
      'left-out': (names: string, count: number) =>
        `${count === 1 ? 'One tensor has' : `${format.integer(count)} tensors have`} no place in this network and ` +
        `${count === 1 ? 'was' : 'were'} left out: ${names}.`,
      metadata: (_names: string, _count: number) => 'Its metadata describes another network and was ignored.',
    },
    pytorch: 'Continue in PyTorch',
    undo: 'Undo import',
    undoHint: 'Restores the former network and its run',
    conversion: 'In Python, this saves it as safetensors:',
    kinds: {
      unknown: `it is not a safetensors file, or it is truncated. ${HOW}`,
      safetensors: 'it is truncated. Copy or download it again',
      pytorch: 'it is not a safetensors file but one of PyTorch, which can contain code and is not opened here',
      pickle: 'it is not a safetensors file but a Python pickle, which can contain code and is not opened here',
      keras: 'it is not a safetensors file but a Keras model',
      hdf5: 'it is not a safetensors file but HDF5, as Keras saves it',
      npz: 'it is not a safetensors file but an archive of NumPy arrays',
      npy: 'it is not a safetensors file but a single NumPy array. Save all arrays of the network with safetensors.numpy',
      onnx: 'it is not a safetensors file but an ONNX model',
      tensorflow: 'it is not a safetensors file but a TensorFlow model. Save its weights with safetensors.tensorflow',
      tflite:
        'it is not a safetensors file but a TensorFlow Lite model. Save the model it was made from as safetensors',
      gguf: 'it is not a safetensors file but GGUF. Save the model it was made from as safetensors',
      lfs: 'it is not a safetensors file but Git LFS’s pointer to one. Get the file itself with git lfs pull',
      image: IMAGE,
      svg: IMAGE,
      heic: IMAGE,
      tiff: IMAGE,
      media: `it is not a safetensors file but a video or a sound recording. ${HOW}`,
      pdf: `it is not a safetensors file but a PDF document. ${HOW}`,
      archive: 'it is not a safetensors file but a packed archive. Unpack it, and load the file in it',
      idx: 'it is not a safetensors file but images or labels in MNIST’s format. The page gets MNIST by itself',
      html: 'it is not a safetensors file but a web page. Download the file itself instead of the page about it',
      json: 'it is not a safetensors file but JSON. Save the weights with safetensors.numpy',
      text: 'it is not a safetensors file but text. Save the weights with safetensors.numpy',
    } satisfies Readonly<Record<ForeignKind, string>>,
    problems: {
      unreadable: (_part: string, found: string, _expected: string) =>
        `the browser can’t read it${found && ` (${found})`}. Copy it to this device and choose it again`,
      'too-large': (_part: string, found: string, expected: string) =>
        `it has ${found}, and the limit is ${expected}. Save only the state_dict, or save it in half precision`,
      'too-short': (_part: string, _found: string, _expected: string) =>
        `it is too short for a safetensors file. ${AGAIN}`,
      length: (_part: string, found: string, expected: string) =>
        `its header states ${expected} bytes of data, but there are ${found}. ${AGAIN}`,
      header: (_part: string, _found: string, _expected: string) => `its header can’t be read. ${AGAIN}`,
      metadata: (_part: string, _found: string, _expected: string) =>
        'its metadata is not a table of strings. Save it without metadata',
      duplicate: (part: string, _found: string, _expected: string) => `${part} is in it twice. ${AGAIN}`,
      entry: (part: string, _found: string, _expected: string) => `its entry for ${part} is incomplete. ${AGAIN}`,
      dtype: (part: string, found: string, expected: string) =>
        `${part} is of type ${found}, and only ${expected} can be read. In PyTorch, convert it to float32 before saving`,
      shape: (part: string, found: string, _expected: string) =>
        `the shape of ${part} is impossible: ${found}. ${AGAIN}`,
      offsets: (part: string, found: string, expected: string) =>
        expected === ''
          ? `the place of ${part} in the file is impossible: ${found}. ${AGAIN}`
          : `${part} needs ${expected} bytes and has ${found}. ${AGAIN}`,
      place: (part: string, _found: string, _expected: string) =>
        `${part} overlaps the tensor before it, or leaves a gap. ${AGAIN}`,
      'not-finite': (part: string, _found: string, _expected: string) =>
        `${part} contains a value that is no finite number in 32 bits. Use weights from before that happened`,
      'no-model': (part: string, found: string, _expected: string) =>
        `it is not a network of this page${part === '' ? '' : ` (${part} is ${found})`}. Those have one to ` +
        `${BOUNDS.layers.max + 1} linear layers from 784 inputs to 10 outputs, or are the CNN in “Continue in PyTorch”`,
      ambiguous: (part: string, found: string, _expected: string) =>
        `several of its tensors could be ${part}: ${found}. Save only one network in it`,
      factored: (part: string, _found: string, _expected: string) =>
        `${part} is only a factor of the weights. In PyTorch, remove weight norm or pruning, or merge LoRA, before saving`,
      config: (part: string, found: string, _expected: string) =>
        part === 'layers' && found !== ''
          ? `its hidden layers (${found}) are too many or too wide: ${BOUNDS.layers.max} of up to ` +
            `${format.integer(BOUNDS.width.max)} are possible here`
          : `its setting ${part} is invalid${found === '' ? '' : ` (${found})`}. Save it without metadata`,
      missing: (part: string, _found: string, _expected: string) =>
        `${part} is missing. In PyTorch, save the whole state_dict`,
      extra: (part: string, _found: string, _expected: string) =>
        `this page has no network with the convolution ${part}. “Continue in PyTorch” shows the CNN that it has`,
      'other-shape': (part: string, found: string, expected: string) =>
        `${part} is ${found} and should be ${expected}. “Continue in PyTorch” shows the layers that fit`,
    },
  },
} as const;
