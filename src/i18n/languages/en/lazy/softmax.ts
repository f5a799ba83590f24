/** The softmax panel. */
import { createFormat } from '../../../format.ts';
import { register } from '../../../registry.ts';

const format = createFormat('en');

/** Of shares by mere division: how many are below 0, whether one is above 1, and the largest. */
interface PlainFigures {
  readonly negative: number;
  readonly beyond: boolean;
  readonly largest: string;
}

const sharesBelow = (count: number): string =>
  `${count === 1 ? 'one share is' : `${format.integer(count)} shares are`} below 0`;

export const softmax = {
  softmax: {
    intro: 'Ten numbers came out of the network for your digit. This is how they become ten probabilities.',
    invitations: {
      draw: 'Draw a digit on the pad, and every step from the network’s ten numbers to its ten probabilities is worked out here, on your own digit.',
      sample:
        'Take a test digit, and every step from the network’s ten numbers to its ten probabilities is worked out here, on that digit.',
      wait: 'As soon as the network has a digit to read, every step from its ten numbers to its ten probabilities is worked out here.',
      pending: 'One moment: the network is getting ready.',
    },
    trySample: 'Use a test digit',
    anotherSample: 'Another test digit',
    formulaLabel:
      'p of j is e to the power of z j over T minus m, divided by the sum over all ten of the same; m is the largest z over T',
    workedLabel: (digit: number, exp: string, sum: string, p: string) =>
      `For ${digit}: ${exp} divided by ${sum} is ${p}`,
    partHint: 'Point at a part of the formula, a column or a row to highlight what belongs together.',
    partNames: {
      z: 'Logit z',
      scaled: 'z divided by T',
      exp: 'e to the power of z over T minus m',
      p: 'Probability p',
    },
    parts: {
      z: 'The logit z: the score that the last layer gave this digit. Any size, any sign; only its distance to the others counts.',
      scaled:
        'z / T: the temperature T stretches the distances between the logits, or shrinks them. Training uses T = 1.',
      exp: 'e to the power of z/T − m: always above 0, and exactly 1 for the largest. Where z/T is 1 lower, it is e ≈ 2.7 times smaller.',
      sum: 'The sum of all ten: the whole, of which each gets its share.',
      p: 'The share of the sum: between 0 and 1, and all ten together are exactly 1.',
    },
    tableLabel: 'From logits to probabilities',
    digit: 'Digit',
    rowLabel: (digit: number) => `Digit ${digit}`,
    sum: 'Sum',
    largest: 'Largest',
    temperature: 'Temperature T',
    temperatureNumber: 'T as a number',
    temperatureRange: (min: number, max: number) => `A number from ${format.plain(min)} to ${format.plain(max)}`,
    backToOne: 'Back to T = 1',
    coldEnd: 'the largest takes all',
    hotEnd: 'all ten alike',
    tryWarmer: 'The network is so sure that the others can’t be seen; raise T and they appear.',
    atOne: 'T = 1, as in training: these are the probabilities of the network’s answer.',
    colder: (times: string, digit: number, share: string) =>
      `Colder: every distance between two logits is ${times} times as long. Digit ${digit} gets ${share}.`,
    coldLimit: (digit: number) => `Towards T = 0 the largest gets everything: ${digit} with probability 1.`,
    warmer: (times: string, digit: number, share: string, fell: boolean) =>
      `Warmer: every distance between two logits is ${times} times shorter. Digit ${digit} ${fell ? 'is down to' : 'still gets'} ${share}.`,
    notYetCold: 'Closer to T = 0 the largest takes all.',
    hotLimit: 'Towards T = ∞ the logits no longer matter: every digit gets 10%.',
    notYetHot: 'Much hotter, towards T = ∞, all ten get 10%.',
    lossTitle: 'What the answer costs',
    meant: 'Which digit did you mean?',
    meantBy: {
      guess: 'Guessed from the answer. Change it if the network is wrong, or to see what would happen.',
      label: 'The test image’s label.',
      reader: 'Your choice.',
    },
    lossLabel: (digit: number, p: string, loss: string) =>
      `The loss is minus the logarithm of the ${p} of ${digit}: ${loss}`,
    lossText: 'The loss on this drawing. The loss chart shows the mean of this number over the images of a batch.',
    lossAtOne: 'At T = 1, as in training.',
    lossLatest: (loss: string) => `Latest batch: ${loss}.`,
    takeStep: 'Learn this drawing',
    takeAnother: 'Learn it once more',
    takeBack: (steps: number) => (steps > 1 ? `Take back ${format.integer(steps)} steps` : 'Take it back'),
    nothingToLearn:
      'The loss is practically 0, and so is the gradient: nothing to learn here. Choose another digit above, and the loss and the pushes grow.',
    takeHint: 'One step down the gradient, on this one drawing and on all weights of the network.',
    pauseFirst: 'The network is learning from its batches. Pause it to teach it this drawing.',
    taken: (digit: number, rate: string, before: string, after: string) =>
      `One step towards ${digit}: w ← w − ${rate} · gradient. The loss went from ${before} to ${after}.`,
    stepEffects: {
      visible: 'The rate is chosen so that the change is visible; a run uses its own rate, on the mean of a batch.',
      'already-high': 'A tiny move: p was close to 1 already, so there was hardly a gradient.',
      invisible: 'It hardly shows in p yet.',
    },
    carried: (digits: readonly number[]) =>
      `The ${digits.length > 1 ? 'logits' : 'logit'} of ${format.list(digits.map(String))} ${digits.length > 1 ? 'were' : 'was'} carried along the other way: the ten share weights.`,
    gradientLabel: 'The gradient and what the loss asks for',
    gradientHead: 'p − y',
    gradientText:
      'The gradient of the loss with respect to the logits is p − y, where y is 1 for the meant digit and 0 for the others. Above 0, p is too high and the loss asks for a lower logit. Below 0, p is too low and the loss asks for a higher one. But a step moves weights, and in a deep network all ten logits share them: one may be carried along the other way.',
    asked: 'Loss asks',
    pushes: { up: '↑ up', down: '↓ down', none: '·' },
    probabilityNow: 'p now',
    beforeAfter: 'p before → now',
    experimentsTitle: 'Three questions to try out',
    valueOf: (digit: number, value: string) => `${digit}: ${value}`,
    noNumber: 'not a number',
    whyMaximum: 'Why subtract the maximum?',
    whyMaximumAnswer:
      'It changes no probability, since numerator and denominator are scaled by the same factor. But computers calculate this in 32 bits, and e^{89} no longer fits. Scale your digit’s logits until it breaks.',
    scaleLabel: 'Multiply the logits by',
    withoutMaximum: 'Without subtracting',
    withMaximum: 'With subtracting',
    fits: (z: string) => `The largest power is e^{${z}}: it still fits, and both agree.`,
    overflows: (z: string) => `e^{${z}} is too large and becomes ∞, and ∞ ÷ ∞ is not a number.`,
    underflows: (z: string) =>
      `Even the largest power, e^{${z}}, is too small and becomes 0, and 0 ÷ 0 is not a number.`,
    whyE: 'Why e?',
    whyEAnswer:
      'Any base above 1 would do: b^{z} is e^{z · ln b}, so another base is only another temperature. e is the one that needs no ln b in its derivative, which leaves the gradient at p − y.',
    base: 'Base',
    withBase: (base: string) => `Base ${base}`,
    withE: 'Base e',
    sameAsTemperature: (base: string, t: string) => `Base ${base} is the same as T = ${t}.`,
    setTemperature: (t: string) => `Set T = ${t} above`,
    whyNotDivide: 'Why not just divide?',
    whyNotDivideAnswer:
      'z ÷ Σz adds up to 1 too. But logits can be negative: then shares fall below 0 or rise above 1, a sum below 0 turns the ranking upside down, and near a sum of 0 they grow without bound. Add the same to every logit: softmax does not change.',
    shiftLabel: 'Add to every logit',
    divided: 'z ÷ Σz',
    softmaxed: 'Softmax',
    plainShares: {
      impossible: 'The sum is 0 here, and nothing can be divided by 0.',
      reversed: ({ negative, beyond, largest }: PlainFigures) =>
        `The sum is below 0, so the ranking is upside down: the lowest logit has the largest share, ${largest}` +
        `${beyond ? ' (above 1)' : ''}${negative > 0 ? `; ${sharesBelow(negative)}` : ''}.`,
      unbounded: ({ negative, beyond, largest }: PlainFigures) =>
        `Here ${sharesBelow(negative)}; the largest is ${largest}${beyond ? ', more than the whole' : ''}.`,
      sound: ({ largest }: PlainFigures) =>
        `None of this shows here: every share lies between 0 and 1, the largest is ${largest}.`,
    },
  },
} as const;

register('en', softmax);
