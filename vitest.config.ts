import { defineConfig } from 'vitest/config';

const TESTS = ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'];
/** TensorFlow.js keeps state of its own, and the fuzzer measures memory. */
const ALONE = ['src/engine/*.test.ts', 'src/engine/!(data)/**/*.test.ts', 'scripts/fuzz/**/*.test.ts'];

export default defineConfig({
  test: {
    environment: 'node',
    // By default Vitest leaves one processor free, which is half of a two-core machine.
    maxWorkers: '100%',
    pool: 'threads',
    testTimeout: 20_000,
    // A hook may read all of MNIST.
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'alone', include: ALONE } },
      // A new thread for each file would cost more than most of these files.
      { extends: true, test: { name: 'shared', include: TESTS, exclude: ALONE, isolate: false } },
    ],
  },
});
