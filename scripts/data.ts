/** `npm run data`: puts MNIST into `public/mnist/`. Without a network it warns and does not fail. */
import { prepareData } from './lib/prepare-data.ts';
import { MNIST_TARGET } from './lib/paths.ts';

await prepareData({ target: MNIST_TARGET, mnistDir: process.env['MNIST_DIR'], output: process.stdout });
