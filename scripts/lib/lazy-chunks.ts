/**
 * Fails the build where a chunk that the page imports dynamically is also imported statically by another chunk. A lazy
 * part that did not come is asked for again at another address (`src/components/load-part.ts`), which would make it a
 * second module beside the one that the other chunk imports.
 */
import type { Plugin, Rolldown } from 'vite';

export type LazyChunk = Pick<Rolldown.OutputChunk, 'type' | 'fileName' | 'isDynamicEntry' | 'facadeModuleId'> & {
  readonly imports: readonly string[];
};

/** The engine's lazy parts are loaded without `load-part.ts`. */
const PAGE_MODULE = /\/src\/(app|components|features|i18n)\//;

export function lazyChunks(): Plugin {
  return {
    name: 'lazy-chunks',
    apply: 'build',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const [shared] = sharedLazyChunks(chunks);
      if (shared) this.error(`${shared.importer} imports ${shared.lazy}, which is a lazy part of the page`);
    },
  };
}

export function sharedLazyChunks(
  chunks: readonly LazyChunk[],
): readonly { readonly lazy: string; readonly importer: string }[] {
  return chunks
    .filter(({ isDynamicEntry, facadeModuleId }) => isDynamicEntry && PAGE_MODULE.test(facadeModuleId ?? ''))
    .flatMap(({ fileName: lazy }) =>
      chunks.filter(({ imports }) => imports.includes(lazy)).map(({ fileName: importer }) => ({ lazy, importer })),
    );
}
