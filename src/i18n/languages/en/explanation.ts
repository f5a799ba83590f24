/** Softmax, learning and how it all works: the part of the catalogue that explains. */
import { createFormat } from '../../format.ts';

const format = createFormat('en');

export const explanation = {
  softmax: {
    title: 'Softmax, step by step',
    intro: 'Ten numbers came out of the network for your digit. This is how they become ten probabilities.',
    empty:
      'Draw a digit on the pad, and every step from the network’s ten numbers to its ten probabilities is worked out here, on your own digit.',
    pending: 'One moment: the network is getting ready.',
    trySample: 'Use a test digit',
    formulaLabel:
      'p of j is e to the power of z j over T minus m, divided by the sum over all ten of the same; m is the largest z over T',
    workedLabel: (digit: number, exp: string, sum: string, p: string) =>
      `For ${digit}: ${exp} divided by ${sum} is ${p}`,
    partHint: 'Point at a part of the formula, at a column or at a row, and what belongs together lights up.',
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
      exp: 'e to the power of z/T − m: always above 0, and exactly 1 for the largest. A logit that is 1 lower has e ≈ 2.7 times less.',
      sum: 'The sum of all ten: the whole, of which each gets its share.',
      p: 'The share of the sum: between 0 and 1, and all ten together are exactly 1.',
    },
    tableLabel: 'From logits to probabilities',
    digit: 'Digit',
    rowLabel: (digit: number) => `Digit ${digit}`,
    sum: 'Sum',
    max: (value: string) => `m = ${value}`,
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
    coldLimit: (digit: number) =>
      `Towards T = 0 nothing is left but the choice of the largest: ${digit}, and no doubt at all.`,
    warmer: (times: string, digit: number, share: string) =>
      `Warmer: every distance between two logits is ${times} times shorter. Digit ${digit} is down to ${share}.`,
    hotLimit: 'Towards T = ∞ the logits no longer matter: every digit gets 10%.',
    lossTitle: 'What the answer costs',
    meant: 'Which digit did you mean?',
    meantGuessed: 'Guessed from the answer. Change it if the network is wrong, or to see what would happen.',
    meantByLabel: 'As the test image’s label says.',
    meantByYou: 'As you said.',
    lossLabel: (digit: number, p: string, loss: string) =>
      `The loss is minus the logarithm of the ${p} of ${digit}: ${loss}`,
    lossText: 'The loss on this drawing. The loss chart shows the mean of this number over the images of a batch.',
    lossLatest: (loss: string) => `There it was ${loss} last.`,
    takeStep: 'Learn this drawing',
    takeAnother: 'Learn it once more',
    takeBack: (steps: number) => (steps > 1 ? `Take back ${format.integer(steps)} steps` : 'Take it back'),
    nothingToLearn:
      'The network is sure of it already, so there is hardly a gradient. Say that you meant another digit, and see it push.',
    takeHint: 'One step down the gradient, on this one drawing and on all weights of the network.',
    pauseFirst: 'The network is learning from its batches. Pause it to teach it this drawing.',
    taken: (digit: number, rate: string, before: string, after: string) =>
      `One step towards ${digit}: w ← w − ${rate} · gradient. The loss went from ${before} to ${after}. The rate is chosen so that the move can be seen; a run takes its own, on the mean of a batch.`,
    gradientLabel: 'Gradient and next step',
    gradientHead: 'p − y',
    gradientText:
      'The gradient of the loss is simply p − y, where y is 1 for the digit that was meant and 0 for the others. Above 0, the network claimed too much: the next step pushes that logit down. Below 0, too little: up.',
    nextStep: 'Next step',
    pushes: { up: '↑ up', down: '↓ down', none: '·' },
    probabilityNow: 'p now',
    beforeAfter: 'p before → now',
    experimentsTitle: 'Three questions to try out',
    valueOf: (digit: number, value: string) => `${digit}: ${value}`,
    noNumber: 'not a number',
    whyMaximum: 'Why subtract the maximum?',
    whyMaximumAnswer:
      'It changes no probability, since numerator and denominator shrink by the same factor. But computers calculate this in 32 bits, and e⁸⁹ no longer fits. Scale your digit’s logits until it breaks.',
    scaleLabel: 'Multiply the logits by',
    withoutMaximum: 'Without subtracting',
    withMaximum: 'With subtracting',
    fits: (z: string) => `The largest power is e^${z}: it still fits, and both agree.`,
    overflows: (z: string) => `e^${z} is too large and becomes ∞, and ∞ ÷ ∞ is not a number.`,
    whyE: 'Why e?',
    whyEAnswer:
      'Any base above 1 would do: b^z is e^(z · ln b), so another base is only another temperature. e is the one that needs no ln b in its derivative, which leaves the gradient at p − y.',
    base: 'Base',
    withBase: (base: string) => `Base ${base}`,
    withE: 'Base e',
    sameAsTemperature: (base: string, t: string) => `Base ${base} is the same as T = ${t}.`,
    setTemperature: (t: string) => `Set T = ${t} above`,
    whyNotDivide: 'Why not just divide?',
    whyNotDivideAnswer:
      'z ÷ Σz adds up to 1 too. But logits can be negative, and so would be their shares; where the sum comes near 0 they explode. Add the same to every logit: softmax does not notice.',
    shiftLabel: 'Add to every logit',
    divided: 'z ÷ Σz',
    softmaxed: 'Softmax',
    negativeShares: (count: number, largest: string) =>
      `${count === 1 ? 'One share is' : `${format.integer(count)} shares are`} below 0; the largest is ${largest}.`,
    allShares: (largest: string) => `No share is below 0 here; the largest is ${largest}.`,
  },
  learning: {
    title: 'Learning, seen on your digit',
    noInk: 'Draw a digit and train: here you see, step by step, how the network makes up its mind about it.',
    noRun: 'Train the network: here you see, step by step, how it makes up its mind about your digit.',
    explanation: 'Each row is a digit, each height its probability. In colour: the answer at that moment.',
    slider: 'Moment of the run',
    moment: (step: number, epochs: string | null) =>
      `Step ${format.integer(step)}${epochs === null ? '' : `, epoch ${epochs}`}`,
    reads: (digit: number, share: string) => `reads ${digit}, ${share}`,
    valueText: (moment: string, reads: string) => `${moment}: ${reads}`,
    follow: 'To the latest',
    howTo: 'Drag, or use the arrow keys, to go back in time.',
  },
  explain: {
    title: 'How it works',
    sections: {
      see: {
        title: 'From ink to 784 numbers',
        body: 'Your drawing is cropped, scaled and centred to 28×28 pixels, just as the digits of MNIST were. Those 784 numbers are all that the network ever sees. No digit of your own at hand? [Take one of the test set](sample).',
      },
      logit: {
        title: 'What a logit is',
        body: 'Layer by layer the numbers are multiplied with weights and added up. What the last layer gives are the logits: plain scores, one a digit, of any size and sign. By itself a logit says nothing; what counts is how far it lies above or below the others. [See the ten of your digit](go=softmax).',
      },
      ten: {
        title: 'Why ten outputs',
        body: 'For two classes one output was enough: its sigmoid was the probability of the one, and what was missing to 1 that of the other. MNIST has ten labels, so there are ten outputs, each with weights of its own, all looking at the same picture. With two of them, softmax is the sigmoid of their difference.',
      },
      softmax: {
        title: 'Softmax',
        body: 'e^z makes every logit positive, and dividing by the sum makes them add up to 1. Their order stays, and distances become ratios: a lead of 1 is worth a factor of e ≈ 2.7. How strict that is can be set: [try T = 0.3](T=0.3) and the leader takes nearly everything, [try T = 5](T=5) and the others come back. [T = 1](T=1) is what the network was trained with.',
      },
      loss: {
        title: 'Cross-entropy',
        body: 'The loss looks at one number only, the probability of the right digit. −ln p is 0 if the network was certain of it, 0.69 at one half, 2.30 if it merely guessed among ten, and it grows without end the surer the network was of something else. With softmax its gradient is as simple as can be: p − y. [Take one step of it](go=loss-link).',
      },
      run: {
        title: 'What the training run does',
        body: 'It shows the network 64 digits at a time, takes the mean of their losses and moves every weight a little against the gradient. Going once through all 60,000 is an epoch. After each, 10,000 test images tell how well it does on digits that it never learnt from. [Train the post’s network](model=mlp), or [train softmax regression instead](model=softmax): a single layer, nothing but the formula, and still about 92%. [A convolutional network](model=cnn) comes to about 99%.',
      },
      charts: {
        title: 'How to read the charts',
        body: 'The loss begins near 2.30, a guess among ten. With the post’s small first weights it stays there for a while before it falls. The pale band is how far single batches differ, the line their smoothed course. Accuracy asks only whether the largest logit was the right one; the loss also asks how sure. If the test loss rises while the training loss falls, the network is learning by heart. [Look at the curves](go=charts).',
      },
      here: {
        title: 'It all happens here',
        body: 'Your own graphics card or processor does the work. Nothing that you draw leaves this page.',
      },
    },
  },
} as const;
