import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { contentPolicy } from './scripts/lib/content-policy.ts';
import { lateStart } from './scripts/lib/late-start.ts';
import { offlineStock } from './scripts/lib/offline-stock.ts';

// Embedded in a sandboxed frame the page has an opaque origin: without this header nothing of it would load.
const cors = { origin: '*' };

export default defineConfig({
  // Relative, so that `dist/` works from any path of any static host.
  base: './',
  plugins: [react(), lateStart(), contentPolicy(), offlineStock()],
  // Only the worker imports these, and later: found at run time, they would make the dev server reload the page.
  optimizeDeps: {
    include: [
      '@tensorflow/tfjs-core',
      '@tensorflow/tfjs-backend-cpu',
      '@tensorflow/tfjs-backend-wasm',
      '@tensorflow/tfjs-backend-webgl',
      '@tensorflow/tfjs-backend-webgpu',
      '@noble/hashes/sha2.js',
      '@noble/hashes/utils.js',
      'recharts',
      'valibot',
    ],
  },
  server: { port: 5173, cors },
  preview: { port: 4173, cors },
  worker: { format: 'es', rolldownOptions: { output: { comments: { legal: false } } } },
  build: { target: 'es2023', modulePreload: { polyfill: false }, chunkSizeWarningLimit: 700 },
});
