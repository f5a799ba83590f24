/** The embed dialog. */
import { createFormat } from '../../../format.ts';
import { register } from '../../../registry.ts';

const format = createFormat('en');

export const embedding = {
  embedding: {
    title: 'Embed in your page',
    close: 'Close',
    panels: 'Panels',
    panelsMissing: 'Choose at least one panel.',
    trainMissing: (train: string, panels: readonly string[]) =>
      `Without “${train}” readers can’t start the run that fills ${format.list(panels.map((name) => `“${name}”`))}.`,
    drawMissing: (draw: string, panels: readonly string[]) =>
      `Without “${draw}” readers can’t draw a digit for ${format.list(panels.map((name) => `“${name}”`))}.`,
    model: 'Model',
    keep: 'With this page’s settings and drawing',
    imageLeftOut: 'Without the image on the pad: an address can contain drawn strokes only.',
    language: 'Language',
    readersLanguage: 'The reader’s own',
    theme: 'Theme',
    themes: { auto: 'The reader’s own', light: 'Light', dark: 'Dark', host: 'Same as your page' },
    height: 'Height in pixels',
    heightBetween: (min: number, max: number) => `A whole number from ${format.integer(min)} to ${format.integer(max)}`,
    autoHeight: 'As tall as its content',
    poster: 'Load only on a click',
    posterText: 'Train a neural network here',
    messages: 'Send messages to your page',
    messagesNote:
      'Your page receives the frame’s height, the state of the training, the results of each epoch and the network’s answers (logits and probabilities). Drawings stay in the frame.',
    messagesOff: 'Your page receives nothing. The frame keeps its height.',
    offscreen: 'Scrolled out of sight',
    offscreens: { run: 'Training continues', pause: 'Training pauses' },
    format: 'Format',
    formats: { html: 'HTML', jekyll: 'Jekyll', markdown: 'Markdown', react: 'React' },
    hints: {
      html: 'Paste it where the frame should be.',
      jekyll: 'Save it as _includes/softmax-live.html, and write this line in the post:',
      markdown: 'For Markdown and MDX. Where HTML is removed, the link remains.',
      react: 'A component without dependencies.',
    },
    code: 'Embed code',
    copyCode: 'Copy embed code',
    copied: 'Copied',
    copyFailed: 'The browser did not allow copying. The code is selected: press Ctrl+C or ⌘C.',
    preview: 'Preview',
    showPreview: 'Show the preview',
    previewNote: 'The preview is the real page: it loads the data and computes.',
    frameTitle: 'Softmax Live: train a neural network on handwritten digits',
  },
} as const;

register('en', embedding);
