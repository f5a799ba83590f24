import type { PictureLimits } from '../../core/picture-limits.ts';
import { createFormat } from '../format.ts';
import { register } from '../registry.ts';
import { checkpoints } from './en/checkpoints.ts';
import { faults } from './en/faults.ts';
import { pictureKinds } from './en/picture-kinds.ts';

const format = createFormat('en');

const unlikeDigits = (how: string) => (digit: number, _second: number) =>
  `It has never seen a digit ${how}. Softmax has no “none of these”, so it still says ${digit}.`;

/** The English catalogue; its shape is the shape of every other (see `messages.ts`). */
export const en = {
  app: {
    documentTitle: 'Softmax Live: train a neural network in your browser',
    name: 'Softmax Live',
    promise: 'A neural network learns to read your handwriting, right here in your browser.',
    description:
      'Draw a digit, press Train and watch a neural network learn MNIST in your own browser, softmax and all.',
    noScript: 'This page trains a neural network in your browser. Please switch JavaScript on.',
    notLoaded:
      'The page could not be loaded. Reload it, and if that doesn’t help, open it in a current Chrome, Edge, Firefox or Safari.',
    notStarted: 'Softmax Live has not started yet. On a slow connection it may still be loading.',
    openedAsFile:
      'Opened as a file (file://), it cannot start. It needs a web server: run npm run preview in the project’s folder, or put the folder dist on a web host.',
    noSlash: 'The address of its folder has to end with a slash (…/softmax-live/). Add the slash if it is missing.',
    filesBlocked: 'If a content blocker or the host holds back some of its files, allow them and reload.',
    outdated:
      'This browser is too old for the page. Please open it in Chrome 109, Edge 109, Firefox 115, Safari 16.4 or newer.',
    reload: 'Reload',
    steps: 'In three steps',
    stepDraw: 'Draw a digit',
    stepTrain: 'Press Train',
    stepWatch: 'Watch it learn',
    skip: 'Skip to the drawing pad',
    language: 'Language',
    theme: 'Theme',
    themeAuto: 'Auto',
    themeLight: 'Light',
    themeDark: 'Dark',
    panelLoading: 'Loading.',
    chartsLoading: 'Loading the charts.',
    regionFailed: 'This part of the page has failed. The rest still works.',
    retry: 'Try again',
    pageFailed: 'The page has stopped working. Reload it: if your run could be saved, you can continue it.',
    mnistCredit: 'MNIST: Y. LeCun, C. Cortes, C. J. C. Burges,',
    licence: 'This page: MIT licence',
  },
  titles: {
    charts: 'Live curves',
    softmax: 'Softmax, step by step',
    learning: 'Learning, seen on your digit',
    explain: 'How it works',
  },
  share: {
    label: 'Share',
    invitation: 'Embed it in your own page, or send a link to what you have made.',
    embed: 'Embed',
    copyLink: 'Copy link',
    linkCopied: 'Link copied',
    linkCopiedWithoutImage: 'Link copied, without the image',
    linkFailed: 'The browser did not allow copying. The link to copy:',
  },
  training: {
    title: 'Train the network',
    train: 'Train',
    pause: 'Pause',
    resume: 'Resume',
    step: 'Step',
    reset: 'Reset',
    stepHint: 'One batch, then pause',
    resetHint: 'End the run and draw new weights',
    states: {
      loading: 'Loading',
      idle: 'Ready',
      running: 'Training',
      paused: 'Paused',
      finished: 'Finished',
      error: 'Stopped',
    },
    progress: 'Progress of the training',
    epochOf: (epoch: number, epochs: number) => `Epoch ${format.integer(epoch)} of ${format.integer(epochs)}`,
    progressValue: (epoch: number, epochs: number, ratio: number) =>
      `Epoch ${format.integer(epoch)} of ${format.integer(epochs)}, ${format.percent(ratio, 0)}`,
    imagesPerSecond: (count: number) => `${format.integer(count)} images/s`,
    timeLeft: (seconds: number) => `${format.duration(seconds)} left`,
    testing: (done: number, total: number) => `Testing ${format.integer(done)} of ${format.integer(total)}`,
    notStarted: (epochs: number) =>
      epochs === 1 ? 'One pass over the data' : `${format.integer(epochs)} passes over the data`,
    steps: (step: number) => (step === 1 ? '1 step' : `${format.integer(step)} steps`),
    epochDone: (epoch: number, epochs: number, accuracy: number) =>
      `Epoch ${format.integer(epoch)} of ${format.integer(epochs)} done. Test accuracy ${format.percent(accuracy)}.`,
    trainLoss: 'Loss, latest batch',
    trainAccuracy: 'Accuracy, latest batch',
    testLoss: 'Test loss',
    testAccuracy: 'Test accuracy',
    noValue: 'none yet',
    settings: 'Model and settings',
    model: 'Model',
    models: {
      mlp: 'Deep network',
      softmax: 'Softmax regression',
      cnn: 'Convolutional network',
    },
    lr: 'Learning rate',
    lrHint: 'The size of each step. You can change it during training.',
    lrSlider: 'Learning rate, slider',
    more: 'More settings',
    layers: 'Hidden layers',
    layersHint: 'Widths, separated by commas',
    optimizer: 'Optimizer',
    optimizers: { sgd: 'SGD', adam: 'Adam' },
    momentum: 'Momentum',
    batch: 'Batch size',
    epochs: 'Epochs',
    init: 'Initial weights',
    inits: { pytorch: 'PyTorch', glorot: 'Glorot', he: 'He' },
    seed: 'Seed',
    numberBetween: (min: number, max: number) => `A number from ${format.plain(min)} to ${format.plain(max)}`,
    wholeBetween: (min: number, max: number) => `A whole number from ${format.integer(min)} to ${format.integer(max)}`,
    layersBetween: (count: number, width: number) =>
      `One to ${format.integer(count)} whole numbers from 1 to ${format.integer(width)}, separated by commas`,
    appliesAtTrain: 'Takes effect when you press Train.',
    appliesAtReset: (rate: string | null) =>
      `Takes effect with the next run${rate === null ? '' : `, whose learning rate will be ${rate}`}. Press Reset to begin it now.`,
    restore: 'Back to the defaults',
  },
  console: {
    title: 'Console',
    label: 'Output of the run',
    empty: 'Once training starts, its progress is printed here line by line, as a PyTorch program would.',
    dropped: (count: string) => `… ${count} earlier lines are no longer kept`,
    copy: 'Copy',
    copied: 'Copied',
    copyFailed: 'The browser did not allow copying. The text is selected: press Ctrl+C or ⌘C.',
    toEnd: 'To the latest line',
  },
  drawing: {
    title: 'Draw a digit',
    padLabel: 'Drawing pad',
    invitation: 'Draw a digit, 0 to 9',
    howTo: 'With a mouse, a pen or a finger.',
    howToPicture: 'Or drop or paste an image.',
    keyboardHint: 'Arrow keys move the pen, Space puts it down and lifts it, Ctrl+Z removes the last stroke.',
    penDown: 'Pen down',
    penUp: 'Pen up',
    undo: 'Undo',
    clear: 'Clear',
    randomDigit: 'Random test digit',
    choosePicture: 'Use an image',
    dropPicture: 'Drop it: the digit in the image goes on the pad.',
    picture: (name: string) => `From your image ${name}`,
    sample: (index: number, label: number) => `Test image ${index}. Its true label: ${label}`,
    reading: (digit: number, probability: string) => `${digit} · ${probability}`,
    rasterTitle: 'What the network sees',
    rasterNote: '28×28 pixels: the ink cropped, scaled and centred by its mass, as MNIST’s digits were.',
  },
  prediction: {
    title: 'The network’s answer',
    empty: 'Draw something and the network answers.',
    pending: 'One moment: the network is getting ready.',
    sure: (probability: string) => `${probability} sure`,
    right: (label: number) => `Right: the label says ${label}`,
    wrong: (label: number) => `Wrong: the label says ${label}`,
    untrained: 'A guess: the weights are still random. Train the network and watch.',
    barsLabel: 'Probability of each digit',
    explanation: 'Softmax turns the network’s ten output numbers into ten probabilities that add up to 1.',
    announced: (digit: number, probability: string) => `The network reads ${digit}, ${probability} sure.`,
    certainty: {
      verdicts: {
        several: (_digit: number, _second: number) =>
          'This looks like more than one digit. The network reads one at a time: draw one, or crop the image to one.',
        'too-little-ink': unlikeDigits('with so little ink'),
        'too-much-ink': unlikeDigits('with so much ink'),
        'too-flat': unlikeDigits('so wide and flat'),
        'too-many-strokes': unlikeDigits('with so many strokes side by side'),
        'too-long': unlikeDigits('with so long an outline'),
        lost: (digit: number, _second: number) =>
          `Undecided: the probability is spread over all ten, and ${digit} has only the largest share.`,
        torn: (digit: number, second: number) => `Torn between ${digit} and ${second}.`,
        leaning: (digit: number, second: number) => `Probably ${digit}, but ${second} is possible too.`,
        sure: (digit: number, _second: number) =>
          `Clearly ${digit}, if this is a digit at all: softmax has no “none of these”.`,
      },
      why: 'How sure, in numbers',
      margin: 'Margin',
      marginMeans:
        'The highest probability minus the second highest. Near 0, a small change of the drawing can change the answer.',
      entropy: 'Entropy',
      entropyMeans:
        'How evenly the probability is spread: 0 bits where one digit has all of it, 3.32 where all ten have the same.',
      bits: (bits: number) => `${format.decimal(bits, 2)} bits`,
      largestLogit: 'Largest logit',
      largestLogitMeans:
        'Softmax sees differences only. All logits may be low, and one of them still gets nearly 100%.',
      ink: 'Ink',
      inkMeans: (min: number, max: number) =>
        `Share of the 28×28 field. Of MNIST’s digits, 999 in 1,000 have ${format.percent(min, 0)} to ${format.percent(max, 0)}.`,
    },
  },
  savedRun: {
    label: 'An earlier run',
    found: (model: string, when: string) => `A run from ${when} is still here: ${model}.`,
    finished: (model: string, when: string) => `A finished run from ${when} is still here: ${model}.`,
    goOn: (epoch: number, accuracy: string | null) =>
      `Continue at epoch ${format.integer(epoch)}${accuracy === null ? '' : `, ${accuracy}`}`,
    open: (accuracy: string | null) => `Restore it${accuracy === null ? '' : `, ${accuracy}`}`,
    later: 'Not now',
    discard: 'Delete',
  },
  ...checkpoints,
  backend: {
    label: 'Runs on',
    waiting: 'Looking for the fastest backend',
    names: { webgpu: 'WebGPU', webgl: 'WebGL', wasm: 'WebAssembly', cpu: 'Plain JavaScript' },
    software: 'emulated on the processor',
    why: {
      missing: (name: string) => `${name} isn’t available in this browser.`,
      insecure: (name: string) => `${name} needs https or localhost in the address.`,
      software: (name: string) => `${name} is only emulated here and would be slower.`,
      timeout: (name: string) => `${name} didn’t answer in time.`,
      'self-test': (name: string) => `${name} gave wrong results in its self-test.`,
      error: (name: string) => `${name} failed to start.`,
      lost: (name: string) => `${name} was lost while in use.`,
    },
    path: (path: string) => `Training path: ${path}`,
  },
  dataset: {
    label: 'Learns from',
    waiting: 'Looking for the data',
    names: { mnist: 'MNIST', synthetic: 'Built-in digits' },
    images: (train: number, test: number) =>
      `${format.integer(train)} images to learn, ${format.integer(test)} to test`,
    loading: (loaded: number, total: number) => `${format.integer(loaded)} of ${format.integer(total)} images`,
    loadingLabel: 'Loading the data set',
    sources: { page: 'this page’s own copy', mirror: 'a public mirror', 'built-in': 'drawn by this page' },
    why: 'Why not MNIST?',
    whatToDo: 'If this is your own copy of the page,',
    whatToDoEnd: 'fetches MNIST.',
    again: 'Try MNIST again',
    trying: 'Looking for MNIST',
    interrupted: 'The connection is lost. Loading continues when it is back.',
    failure: (source: string, file: string, problem: string) => `${source}, ${file}: ${problem}.`,
    problems: {
      network: 'it could not be reached',
      http: 'the server answered with an error',
      html: 'a web page came instead of the data',
      empty: 'the file is empty',
      magic: 'it is not an IDX file',
      shape: 'it has other dimensions than MNIST',
      truncated: 'the file ends too early',
      'too-long': 'the file is longer than it should be',
      changed: 'it changed while it was being loaded',
      gzip: 'it can’t be unpacked',
      checksum: 'its checksum is wrong',
      labels: 'it has labels that are not digits',
      timeout: 'it took too long',
      unreadable: 'it could not be read',
    },
  },
  model: {
    label: 'Network',
    waiting: 'Being built',
    remark: (count: number, origin: string) => `${format.integer(count)} weights, ${origin}`,
    cnn: 'convolutions, then 10',
    origins: {
      random: 'still random',
      pretrained: 'trained beforehand',
      training: 'in training',
      trained: 'trained here',
      imported: 'from a file',
    },
  },
  notices: {
    label: 'Messages',
    dismiss: 'Dismiss this message',
    kinds: { info: 'Note', warning: 'Warning', error: 'Error' },
    codes: {
      backendFallback: (requested: string, used: string, reason: string) =>
        `${requested} could not be used, so the page runs on ${used}.${reason && ` (${reason})`}`,
      backendLost: (backend: string, reason: string) =>
        `${backend} was lost while in use, so the page continues without it.${reason && ` (${reason})`}`,
      backendNone: (reason: string) =>
        `This browser has no way to train a network. Use a current Chrome, Edge, Firefox or Safari.${reason && ` (${reason})`}`,
      dataSourceFailed: (file: string, source: string, problem: string, detail: string, next: string) =>
        `${file} from ${source} can’t be used: ${problem}${detail && ` (${detail})`}. Next: ${next}.`,
      dataSynthetic: 'MNIST isn’t here, so the network learns from digits that the page draws itself.',
      dataAgainFailed: (file: string, source: string, problem: string, detail: string) =>
        `MNIST still can’t be used. ${file} from ${source}: ${problem}${detail && ` (${detail})`}. The network continues with the digits that the page draws.`,
      workerUnavailable: (reason: string) =>
        `Training can’t run in the background here, so the page may stutter meanwhile.${reason && ` (${reason})`}`,
      workerCrashed: (reason: string) =>
        `The training engine has stopped. Reload the page to start it again.${reason && ` (${reason})`}`,
      ...faults,
      parameterInvalid: (name: string, value: string, used: string) =>
        `In the address, ${name}=${value} isn’t valid; ${used === '' ? 'it is left out' : `${used} is used`}.`,
      parameterUnknown: (name: string, meant: string) =>
        `The address has ${name}, which this page does not know and leaves out. Did you mean ${meant}?`,
      pretrainedUnavailable: (reason: string) =>
        `The trained weights could not be loaded, so the network begins with random ones.${reason && ` (${reason})`}`,
      pictureUnusable: (name: string, problem: string) =>
        `${name} can’t go on the pad: ${problem}. Your drawing is unchanged.`,
      pictureProblems: {
        unreadable: (_limits: PictureLimits) => 'this browser can’t read it as an image',
        blank: (_limits: PictureLimits) => 'no digit stands out from the background',
        'too-many-bytes': ({ bytes }: PictureLimits) => `it is too large (more than ${format.megabytes(bytes)})`,
        'too-many-pixels': ({ pixels }: PictureLimits) =>
          `it is too large (more than ${format.inWords(pixels)} pixels)`,
        'too-much-svg': ({ svgBytes }: PictureLimits) =>
          `it is too large for an SVG (more than ${format.megabytes(svgBytes)})`,
        'svg-bomb': (_limits: PictureLimits) => 'it is too large (an SVG that multiplies its own parts)',
        folder: (_limits: PictureLimits) => 'it is a folder. Open it, and drop the image itself',
        altered: (_limits: PictureLimits) =>
          'against tracking, this browser changes the pixels that a page reads from an image. Allow this site to read canvases, or draw the digit',
      },
      pictureKinds,
      downloadUnsure: {
        frame:
          'If nothing was saved, the page around this one does not allow downloads. Open this page in a tab of its own.',
        app: 'If nothing was saved, the browser inside this app saves no files. From the app’s menu, open this page in your usual browser.',
      },
      engineError: (failure: string, reason: string) => `${failure} (${reason})`,
      failures: {
        argument: 'That did not work: an argument is invalid.',
        range: 'That did not work: a value was out of its range.',
        state: 'That isn’t possible at the moment.',
        backend: 'The computation failed on this device. Try again, and if it fails once more, reload the page.',
        data: 'The data could not be loaded. Check the connection and try again.',
        weights: 'These weights can’t be used.',
        aborted: 'That was cancelled.',
        memory:
          'There is not enough memory for that, so nothing was changed. Use fewer or narrower layers, or smaller batches.',
        crashed: 'The training engine has stopped. Reload the page to start it again.',
        internal: 'Something went wrong within the page. Try again, and if it fails once more, reload the page.',
        unknown: 'That did not work.',
      },
    },
  },
} as const;

register('en', en);
