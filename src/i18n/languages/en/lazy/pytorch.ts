/** The dialog "Continue in PyTorch". */
import { createFormat } from '../../../format.ts';
import { register } from '../../../registry.ts';

const format = createFormat('en');

export const pytorch = {
  pytorch: {
    title: 'Continue in PyTorch',
    close: 'Close',
    intro:
      'A script that loads these weights into PyTorch, tests them, and continues training with the same settings. Save it beside the weights and run it:',
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
        ? 'It trains for the remaining epoch of this run.'
        : `It trains for the ${format.integer(count)} remaining epochs of this run.`,
    notExact:
      'The numbers will differ: the file has neither the optimizer’s state nor the order of the images. The curve continues in the same way.',
    synthetic: 'This network has learned from digits drawn by the page; the script continues with MNIST.',
    comments: {
      about: 'Continues training in PyTorch with weights from Softmax Live.',
      network: 'The same network as in the page; the names are those in the file.',
      pixels: 'Pixels in [0, 1] and no normalisation, as in the page.',
      load: 'Every name and every shape has to fit, or this raises an error.',
      test: 'Should be what the page says, up to an image or two that are nearly a tie.',
      optimizer: 'The settings of the page. The optimizer starts without its earlier state.',
      save: 'The page reads this file again: Load weights.',
      process: 'torchrun starts this file once for each process, and gives each its rank.',
      downloadOnce: 'One process downloads, the others wait.',
      share:
        'Each process takes its share of every batch and DDP averages the gradients: the batch size and the learning rate stay the same.',
      scale: 'For speed, give each process a whole batch instead, and multiply the learning rate by their number.',
      shuffle: 'Without this every epoch would have the same order.',
    },
  },
} as const;

register('en', pytorch);
