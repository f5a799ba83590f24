/** The dialog "Continue in PyTorch". */
import { createFormat } from '../../../format.ts';
import { register } from '../../../registry.ts';

const format = createFormat('en');

export const pytorch = {
  pytorch: {
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
} as const;

register('en', pytorch);
