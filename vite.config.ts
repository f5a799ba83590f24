import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { contentPolicy } from './scripts/lib/content-policy.ts';
import { lazyChunks } from './scripts/lib/lazy-chunks.ts';
import { lateStart } from './scripts/lib/late-start.ts';
import { BUILD_TARGETS } from './scripts/lib/oldest-browsers.ts';
import { offlineStock } from './scripts/lib/offline-stock.ts';
import { publicScripts } from './scripts/lib/public-scripts.ts';
import { shellWords } from './scripts/lib/shell-words.ts';

// In a sandboxed frame the page has an opaque origin: without this header none of its files would load.
const cors = { origin: '*' };

/** Chunks that load before the page, separate so that `early.js` can run them in turn. */
const FIRST_CHUNKS = [
  { name: 'react', test: /[\\/]node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
  { name: 'react-root', test: /[\\/]src[\\/]app[\\/]react-root\.ts$/ },
  // Without languages and without the reading of images, which are loaded when they are needed.
  { name: 'shared', test: /[\\/]src[\\/](components|core|i18n|store)[\\/](?!languages[\\/]|picture(?!-limits))/ },
];

/** lightningcss' `Features.LightDark`. */
const LIGHT_DARK = 1 << 20;

export default defineConfig({
  // Relative, so that `dist/` works at any path of a static host.
  base: './',
  plugins: [react(), shellWords(), lateStart(), contentPolicy(), publicScripts(), lazyChunks(), offlineStock()],
  // Only the worker imports these, and late: found at run time, they would make the dev server reload the page.
  optimizeDeps: {
    include: [
      '@tensorflow/tfjs-core',
      '@tensorflow/tfjs-backend-cpu',
      '@tensorflow/tfjs-backend-wasm',
      '@tensorflow/tfjs-backend-webgl',
      '@tensorflow/tfjs-backend-webgpu',
      '@noble/hashes/sha2.js',
      '@noble/hashes/utils.js',
      'fflate',
      'recharts',
      'valibot',
    ],
  },
  // The toggle that would replace `light-dark()` breaks under Dark Reader and forced dark colours; tokens.css has the
  // colours of browsers without it.
  css: { lightningcss: { exclude: LIGHT_DARK } },
  server: { port: 5173, cors },
  preview: { port: 4173, cors },
  worker: { format: 'es', rolldownOptions: { output: { comments: { legal: false } } } },
  build: {
    target: BUILD_TARGETS,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rolldownOptions: { output: { codeSplitting: { groups: FIRST_CHUNKS } } },
  },
});
