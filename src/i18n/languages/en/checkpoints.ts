/** Weights, curves and numbers that leave the page or come into it. */
import { createFormat } from '../../format.ts';

const format = createFormat('en');

export const checkpoints = {
  checkpoints: {
    download: 'Download weights',
    load: 'Load weights',
    loading: 'Reading the file …',
    drop: 'Let go: the network takes these weights.',
    hint: 'A .safetensors file, from here or from PyTorch. It can also be dropped anywhere on the page.',
    invalid: (name: string, problem: string) =>
      `${name === '' ? 'The weights file' : name} can’t be used: ${problem}. The network is as it was.`,
    imported: (name: string, model: string, accuracy: number | null) =>
      `The weights from ${name === '' ? 'a script' : name} are in use: ${model}` +
      (accuracy === null ? '.' : `, by its own account ${format.percent(accuracy, 2)} right on the test set.`),
    undo: 'Undo import',
    undoHint: 'Brings back the network that was here before, and its run',
    problems: {
      'too-large': (_part: string, found: string, expected: string) =>
        `it has ${found}, and ${expected} are the most that is read`,
      'too-short': (_part: string, _found: string, _expected: string) => 'it is too short for a safetensors file',
      'no-safetensors': (_part: string, _found: string, _expected: string) =>
        'it is no safetensors file, or it was cut off',
      length: (_part: string, found: string, expected: string) =>
        `its header promises ${expected} bytes of data, and there are ${found}`,
      header: (_part: string, _found: string, _expected: string) => 'its header can’t be read',
      metadata: (_part: string, _found: string, _expected: string) => 'its metadata are no table of texts',
      duplicate: (part: string, _found: string, _expected: string) => `${part} is in it twice`,
      entry: (part: string, _found: string, _expected: string) => `it does not say what ${part} is and where`,
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
        'without an l1.bias it holds no network of this page',
      config: (part: string, found: string, _expected: string) =>
        `the setting ${part} in it is impossible${found === '' ? '' : ` (${found})`}`,
      missing: (part: string, _found: string, _expected: string) => `${part} is missing`,
      extra: (part: string, _found: string, _expected: string) => `${part} has no place in this network`,
      'other-shape': (part: string, found: string, expected: string) => `${part} is ${found} and should be ${expected}`,
    },
  },
  pytorch: {
    open: 'Continue in PyTorch',
    title: 'Continue in PyTorch',
    close: 'Close',
    intro:
      'A script that loads these weights into PyTorch, tests them, and trains on with the same settings. Save it beside the weights and run it:',
    weights: 'Weights',
    processes: 'Runs as',
    variants: { single: 'One process', torchrun: 'Several processes, with torchrun' },
    code: 'Script',
    copy: 'Copy script',
    copied: 'Copied',
    copyFailed: 'The browser did not allow copying. The script is selected: press Ctrl+C or ⌘C.',
    download: 'Download script',
    epochs: (count: number) =>
      count === 1 ? 'It trains for one epoch.' : `It trains for ${format.integer(count)} epochs.`,
    remaining: (count: number) =>
      count === 1
        ? 'It trains for the one epoch that is left of this run.'
        : `It trains for the ${format.integer(count)} epochs that are left of this run.`,
    notExact:
      'A continuation, no replay: the file holds neither the optimizer’s memory nor the order of the images, so the curve goes on in the same way and not number for number.',
    synthetic: 'This network has learned from digits drawn by the page; the script goes on with MNIST.',
    comments: {
      about: 'Goes on in PyTorch with weights from Softmax Live.',
      network: 'The same network as in the page; the names are those in the file.',
      pixels: 'Pixels in [0, 1] and no normalisation, as in the page.',
      load: 'Every name and every shape has to fit, or this raises an error.',
      test: 'Should be what the page says, up to an image or two that lie between two digits.',
      optimizer: 'The settings of the page. What the optimizer remembers of earlier steps begins anew.',
      save: 'The page reads this file again: Load weights.',
      process: 'torchrun starts this file once for every process and tells each which one it is.',
      downloadOnce: 'One process downloads, the others wait.',
      share:
        'Each process takes its share of every batch and DDP averages the gradients: the batch and the learning rate stay what they were.',
      scale: 'For speed, give each process a whole batch instead, and multiply the learning rate by their number.',
      shuffle: 'Without this every epoch would have the same order.',
    },
  },
  exports: {
    open: 'Save',
    label: 'Save curves and numbers',
    charts: { loss: 'Loss chart', accuracy: 'Accuracy chart' },
    batches: 'Every batch',
    epochs: 'Every epoch',
    item: (what: string, kind: string) => `${what} as ${kind}`,
    nothingYet: 'There is nothing to save before the first batch.',
    noEpochYet: 'The first epoch is not done yet.',
    footer: (model: string, optimizer: string, lr: string, batch: string, seed: string, date: string) =>
      `${model} · ${optimizer}, learning rate ${lr} · batches of ${batch} · seed ${seed} · ${date}`,
  },
} as const;
