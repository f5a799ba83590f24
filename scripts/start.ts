/** `npm start`: gets MNIST, then serves the page on http://localhost:5173, or the next free port. */
import path from 'node:path';
import { createServer } from 'vite';
import { MNIST_TARGET, ROOT } from './lib/paths.ts';
import { prepareData } from './lib/prepare-data.ts';

try {
  await prepareData({ target: MNIST_TARGET, mnistDir: process.env['MNIST_DIR'], output: process.stdout });
} catch (error) {
  console.warn(`Warning: ${MNIST_TARGET} can't be written (${String(error)}). The page starts without.`);
}

const open = process.argv.includes('--open') || process.env['OPEN'] === '1';
const server = await createServer({
  root: ROOT,
  configFile: path.join(ROOT, 'vite.config.ts'),
  server: { strictPort: false, open },
  logLevel: 'warn',
  clearScreen: false,
});
await server.listen();
console.log(`Softmax Live: ${server.resolvedUrls?.local[0] ?? 'running'}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void server.close().finally(() => process.exit(0));
  });
}
