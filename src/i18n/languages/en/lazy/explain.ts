/** How it works: the explanations below the panels. */
import { register } from '../../../registry.ts';

export const explain = {
  explain: {
    sections: {
      see: {
        title: 'From ink to 784 numbers',
        body: 'Your drawing is cropped, scaled and centred to 28×28 pixels, just as the digits of MNIST were. Those 784 numbers are all that the network ever sees. No digit of your own at hand? [Take one of the test set](sample).',
      },
      logit: {
        title: 'What a logit is',
        body: 'Layer by layer the numbers are multiplied with weights and added up. What the last layer gives are the logits: plain scores, one for each digit, of any size and sign. By itself a logit says nothing; what counts is how far it lies above or below the others. [See the ten of your digit](go=softmax).',
      },
      ten: {
        title: 'Why ten outputs',
        body: 'For two classes one output is enough: its sigmoid is the probability of one class, and 1 minus that is the probability of the other. MNIST has ten labels, so there are ten outputs, each with weights of its own, all looking at the same picture. With two of them, softmax is the sigmoid of their difference.',
      },
      softmax: {
        title: 'Softmax',
        body: 'e^{z} makes every logit positive, and dividing by the sum makes them add up to 1. Their order stays, and distances become ratios: a lead of 1 is worth a factor of e ≈ 2.7. The temperature sets how strict that is: [try T = 0.3](T=0.3) and the leader takes nearly everything, [try T = 5](T=5) and the others come back. [T = 1](T=1) is what the network was trained with.',
      },
      loss: {
        title: 'Cross-entropy',
        body: 'The loss looks at one number only, the probability of the right digit. −ln p is 0 if the network was certain of it, 0.69 at one half, 2.30 if it merely guessed among ten, and it grows without bound the surer the network was of another digit. With softmax its gradient is simply p − y. [Take one step of it](go=loss-link).',
      },
      run: {
        title: 'What the training run does',
        body: 'It shows the network 64 digits at a time, takes the mean of their losses and moves every weight a little against the gradient. Going once through all training digits, of which MNIST has 60,000, is an epoch. After each, test digits, 10,000 in MNIST, show how well it reads digits that it has not learned from. [Train the post’s network](model=mlp), the one in the blog post that this page accompanies, or [train softmax regression instead](model=softmax): a single layer, nothing but the formula, and still about 92%. [A convolutional network](model=cnn) reaches about 99%.',
      },
      charts: {
        title: 'How to read the charts',
        body: 'The loss begins near 2.30, a guess among ten. With the post’s small first weights it stays there for a while before it falls. The pale band shows the range of the batches, and the line their smoothed value. Accuracy counts only whether the largest logit was the right one; the loss also measures how sure the network was. If the test loss rises while the training loss falls, the network is memorising the training digits. [Look at the curves](go=charts).',
      },
      here: {
        title: 'It all happens here',
        body: 'Your own graphics card or processor does the work. Your drawing is sent nowhere. Where another page embeds this one, that page receives the height, the state of the training, the results of each epoch and the network’s answers (digit, logits, probabilities), unless its author has switched these messages off.',
      },
    },
  },
} as const;

register('en', explain);
