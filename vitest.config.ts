import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
    environment: 'node',
    // Vitest leaves one processor free by itself, which on the two of a small machine is half of them.
    maxWorkers: '100%',
    pool: 'threads',
    testTimeout: 20_000,
  },
});
