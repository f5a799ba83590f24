/** `npm run data`: puts MNIST into `public/mnist/`. Without a network it warns and does not fail. */
import { messageOf } from '../src/core/message-of.ts';
import { prepareData } from './lib/prepare-data.ts';
import { MNIST_TARGET } from './lib/paths.ts';

try {
  await prepareData({ target: MNIST_TARGET, mnistDir: process.env['MNIST_DIR'], output: process.stdout });
} catch (error) {
  console.error(`${MNIST_TARGET} can't be written (${messageOf(error)}). Allow writing there, and free some space.`);
  process.exitCode = 1;
}
