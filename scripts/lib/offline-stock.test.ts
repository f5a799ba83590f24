import { describe, expect, it } from 'vitest';
import { type BuiltFile, stockFiles } from './offline-stock.ts';

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
