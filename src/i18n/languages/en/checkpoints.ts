/** Weights that leave the page or come into it. */
import { createFormat } from '../../format.ts';

const format = createFormat('en');

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
    pytorch: 'Continue in PyTorch',
    undo: 'Undo import',
    undoHint: 'Restores the former network and its run',
    problems: {
      'too-large': (_part: string, found: string, expected: string) => `it has ${found}, and the limit is ${expected}`,
      'too-short': (_part: string, _found: string, _expected: string) => 'it is too short for a safetensors file',
      'no-safetensors': (_part: string, _found: string, _expected: string) =>
        'it is not a safetensors file, or it is truncated',
      length: (_part: string, found: string, expected: string) =>
        `its header states ${expected} bytes of data, but there are ${found}`,
      header: (_part: string, _found: string, _expected: string) => 'its header can’t be read',
      metadata: (_part: string, _found: string, _expected: string) => 'its metadata is not a table of strings',
      duplicate: (part: string, _found: string, _expected: string) => `${part} is in it twice`,
      entry: (part: string, _found: string, _expected: string) => `its entry for ${part} is incomplete`,
      dtype: (part: string, found: string, expected: string) =>
        `${part} is of type ${found}, and only ${expected} can be read`,
      shape: (part: string, found: string, _expected: string) => `the shape of ${part} is impossible: ${found}`,
      offsets: (part: string, found: string, expected: string) =>
        expected === ''
          ? `the place of ${part} in the file is impossible: ${found}`
          : `${part} needs ${expected} bytes and has ${found}`,
      place: (part: string, _found: string, _expected: string) =>
        `${part} overlaps the tensor before it, or leaves a gap`,
      'not-finite': (part: string, _found: string, _expected: string) =>
        `${part} contains a value that is no finite number`,
      'no-model': (_part: string, _found: string, _expected: string) =>
        'it has no l1.bias, so it is not a network of this page',
      config: (part: string, found: string, _expected: string) =>
        `its setting ${part} is invalid${found === '' ? '' : ` (${found})`}`,
      missing: (part: string, _found: string, _expected: string) => `${part} is missing`,
      extra: (part: string, _found: string, _expected: string) => `${part} does not belong to this network`,
      'other-shape': (part: string, found: string, expected: string) => `${part} is ${found} and should be ${expected}`,
    },
  },
} as const;
