import { describe, expect, it } from 'vitest';
import { type LazyChunk, sharedLazyChunks } from './lazy-chunks.ts';

function chunk(fileName: string, facadeModuleId: string, imports: string[] = []): LazyChunk {
  return { type: 'chunk', fileName, facadeModuleId, imports, isDynamicEntry: fileName !== 'index.js' };
}

const index = chunk('index.js', '/src/main.tsx', ['shared.js']);
const panel = chunk('panel.js', '/src/features/charts/charts-panel.tsx', ['shared.js']);
const engine = chunk('engine.js', '/src/engine/serve-in-page.ts');

describe('a build with lazy parts', () => {
  it('passes where no chunk imports a lazy part statically', () => {
    expect(sharedLazyChunks([index, panel, engine])).toEqual([]);
  });

  it('fails where a chunk imports a lazy part of the page statically', () => {
    const chart = chunk('chart.js', '/src/features/charts/curve-chart.tsx', ['panel.js']);
    expect(sharedLazyChunks([index, panel, chart])).toEqual([{ lazy: 'panel.js', importer: 'chart.js' }]);
  });

  it('passes where a chunk imports a lazy part of the engine, which is not loaded again', () => {
    const backend = chunk('backend.js', '/src/engine/backends/cpu.ts', ['engine.js']);
    expect(sharedLazyChunks([index, engine, backend])).toEqual([]);
  });
});
