/** The charts, and what is saved from them. */
import { register } from '../../../registry.ts';

export const charts = {
  charts: {
    loss: 'Loss',
    accuracy: 'Accuracy',
    training: 'Training',
    test: 'Test',
    logScale: 'Log scale',
    empty: 'The curve appears here once training starts.',
    epochAxis: 'epochs',
    showTable: 'Show as table',
    chartLabel: (what: string) => `${what} by epoch. Arrow keys move along the curve.`,
    trends: { falling: 'falling', rising: 'rising', steady: 'level' },
    lossSummary: (epochs: string, training: string, trend: string, test: string | null) =>
      `After ${epochs} epochs the smoothed training loss is ${training}, ${trend}.` +
      (test === null ? '' : ` The latest test loss is ${test}.`),
    accuracySummary: (epochs: string, training: string, trend: string, test: string | null) =>
      `After ${epochs} epochs the smoothed training accuracy is ${training}, ${trend}.` +
      (test === null ? '' : ` The latest test accuracy is ${test}.`),
    atEpoch: (epoch: string) => `Epoch ${epoch}`,
    atBatch: (batch: string) => `batch ${batch}`,
    atBatches: (from: string, to: string) => `batches ${from}–${to}`,
    range: 'Batch loss',
    smoothed: 'Training, smoothed',
    testAfter: (epoch: number) => `Test after epoch ${epoch}`,
    tableLabel: 'Results by epoch',
    tableEmpty: 'The first row comes with the end of the first epoch.',
    epoch: 'Epoch',
    trainLoss: 'Training loss',
    testLoss: 'Test loss',
    trainAccuracy: 'Training accuracy',
    testAccuracy: 'Test accuracy',
    time: 'Time',
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

register('en', charts);
