/** The learning strip. */
import { createFormat } from '../../../format.ts';
import { register } from '../../../registry.ts';

const format = createFormat('en');

export const learning = {
  learning: {
    invitations: {
      drawAndTrain: 'Draw a digit and train: here you see, step by step, how the network learns to read it.',
      train: 'Train the network: here you see, step by step, how it learns to read your digit.',
      sample: 'Take a test digit: once training starts, you see here, step by step, how the network learns to read it.',
      wait: 'Once training starts, you see here, step by step, how the network learns to read your digit.',
    },
    explanation: 'Each row is a digit, each height its probability. In colour: the answer at that moment.',
    slider: 'Moment of the run',
    moment: (step: number, epochs: string | null) =>
      `Step ${format.integer(step)}${epochs === null ? '' : `, epoch ${epochs}`}`,
    reads: (digit: number, share: string) => `reads ${digit}, ${share}`,
    valueText: (moment: string, reads: string) => `${moment}: ${reads}`,
    follow: 'To the latest',
    howTo: 'Drag, or use the arrow keys, to go back in time.',
    beginsAnew: 'Starts again after every change of the drawing.',
  },
} as const;

register('en', learning);
