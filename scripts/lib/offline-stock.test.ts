import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isFile } from '../../src/app/offline-check.ts';
import { type BuiltFile, stockFiles, stockOf } from './offline-stock.ts';

function chunk(
  name: string,
  links: { imports?: string[]; dynamicImports?: string[]; module?: string } = {},
): BuiltFile {
  const { imports = [], dynamicImports = [], module = `/src/${name}.ts` } = links;
  const isEntry = name === 'index';
  return { type: 'chunk', fileName: `assets/${name}.js`, isEntry, moduleIds: [module], imports, dynamicImports };
}

const asset = (fileName: string): BuiltFile => ({ type: 'asset', fileName });

const BUILT = [
  chunk('index', { imports: ['assets/shared.js'], dynamicImports: ['assets/charts.js', 'assets/in-page.js'] }),
  chunk('shared'),
  chunk('charts', { imports: ['assets/shared.js'], dynamicImports: ['assets/index.js'] }),
  chunk('in-page', { imports: ['assets/shared.js', 'assets/core.js'], module: '/src/engine/serve-in-page.ts' }),
  chunk('core'),
  asset('assets/worker-1.js'),
  asset('assets/charts-1.css'),
  asset('assets/tfjs-backend-wasm-1.wasm'),
  asset('assets/tfjs-backend-wasm-simd-1.wasm'),
  asset('index.html'),
];

describe('the stock of files for a visit without a network', () => {
  it('has all files that the page may request, styles and the worker’s files included', () => {
    expect(stockFiles(BUILT)).toEqual([
      'assets/charts-1.css',
      'assets/charts.js',
      'assets/index.js',
      'assets/shared.js',
      'assets/tfjs-backend-wasm-simd-1.wasm',
      'assets/worker-1.js',
    ]);
  });

  it('has chunks of the in-page engine only if the page needs them otherwise', () => {
    const shared = [...BUILT, chunk('softmax', { imports: ['assets/core.js'] })].map((file) =>
      file.fileName === 'assets/shared.js' ? chunk('shared', { dynamicImports: ['assets/softmax.js'] }) : file,
    );
    expect(stockFiles(shared)).toContain('assets/core.js');
    expect(stockFiles(shared)).not.toContain('assets/in-page.js');
  });
});

describe('the marks of the files for a visit without a network', () => {
  const FILES: Readonly<Record<string, string>> = {
    'index.html': '<meta name="softmax-live" data-app="./assets/index-1.js" /><script src="./early.js?v=abc"></script>',
    'early.js': 'early()',
    'icon.svg': '<svg/>',
    'manifest.webmanifest': '{}',
    'assets/react-1.js': 'react()',
    'weights/mlp.safetensors': 'weights',
  };
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'offline-stock-'));
    for (const name of ['assets', 'weights']) mkdirSync(path.join(folder, name));
    for (const [name, content] of Object.entries(FILES)) writeFileSync(path.join(folder, name), content);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are those of the built files, and of nothing else', async () => {
    const { precache, weights } = stockOf(folder, ['assets/react-1.js']);
    const files = [...precache, ...weights];
    expect(files.map(({ url }) => url.replace('?v=abc', '')).toSorted()).toEqual(Object.keys(FILES).toSorted());
    for (const file of files) {
      expect(await isFile(file, new Response(FILES[file.url.replace('?v=abc', '')]))).toBe(true);
      expect(await isFile(file, new Response('<!doctype html>'))).toBe(false);
    }
  });
});
