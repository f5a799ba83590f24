import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
    environment: 'node',
    // By default Vitest leaves one processor free, which is half of a two-core machine.
    maxWorkers: '100%',
    pool: 'threads',
    testTimeout: 20_000,
    // A hook may read all of MNIST.
    hookTimeout: 60_000,
  },
});
