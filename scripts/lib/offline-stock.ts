/**
 * Builds the service worker after the page, with the list of files that a visit needs. Two built files are left to the
 * network: the engine for pages in which no worker starts, which is the worker's code again, and the binary for
 * processors without SIMD.
 */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { type Plugin, type Rolldown, build } from 'vite';
import { MARK_LENGTH, type Stock } from '../../src/app/offline-check.ts';
import { ROOT } from './paths.ts';

/** The used part of a chunk or an asset. */
export type BuiltFile =
  | (Pick<Rolldown.OutputChunk, 'type' | 'fileName' | 'isEntry' | 'moduleIds'> & {
      readonly imports: readonly string[];
      readonly dynamicImports: readonly string[];
    })
  | Pick<Rolldown.OutputAsset, 'type' | 'fileName'>;

const SOURCE = path.join(ROOT, 'src', 'app', 'offline-worker.ts');
const IN_PAGE_ENGINE = /\/serve-in-page\.ts$/;
const WITHOUT_SIMD = /tfjs-backend-wasm-(?!simd)[^/]*\.wasm$/;
/** Files beside the page whose names never change, and without which the page works. */
const OPTIONAL = ['icon.svg', 'manifest.webmanifest'];

export function offlineStock(): Plugin {
  let outDir = '';
  return {
    name: 'offline-stock',
    apply: 'build',
    configResolved(config) {
      outDir = path.resolve(config.root, config.build.outDir);
    },
    writeBundle: {
      order: 'post',
      async handler(_, bundle) {
        await buildWorker(outDir, stockOf(outDir, stockFiles(Object.values(bundle))));
      },
    },
  };
}

/** The hashed files that a visit may request. */
export function stockFiles(built: readonly BuiltFile[]): readonly string[] {
  const chunks = built.filter((file) => file.type === 'chunk');
  const reached = new Set<string>();
  const visit = (names: readonly string[]): void => {
    for (const { fileName, imports, dynamicImports, moduleIds } of chunks) {
      if (!names.includes(fileName) || reached.has(fileName)) continue;
      if (moduleIds.some((id) => IN_PAGE_ENGINE.test(id))) continue;
      reached.add(fileName);
      visit([...imports, ...dynamicImports]);
    }
  };
  visit(chunks.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName));
  const assets = built.filter(({ type, fileName }) => type === 'asset' && fileName.startsWith('assets/'));
  return [...reached, ...assets.map(({ fileName }) => fileName)].filter((name) => !WITHOUT_SIMD.test(name)).toSorted();
}

/** `folder`: of the build. */
export function stockOf(folder: string, hashed: readonly string[]): Stock {
  const html = readFileSync(path.join(folder, 'index.html'), 'utf8');
  const [early, app] = [/src="\.\/(early\.js\?v=\w+)"/, /data-app="\.\/([^"]+)"/].map((name) => name.exec(html)?.[1]);
  if (early === undefined || app === undefined) throw new Error('index.html does not name its early.js and its script');
  const markOf = (url: string) => hashOf(path.join(folder, url.replace(/\?.*/, '')));
  const weights = readdirSync(path.join(folder, 'weights')).filter((name) => name.endsWith('.safetensors'));
  return {
    precache: [
      { url: 'index.html', revision: markOf('index.html'), mark: [early, app] },
      ...OPTIONAL.map((url) => ({ url, revision: markOf(url), mark: markOf(url) })),
      ...[early, ...hashed].map((url) => ({ url, revision: null, mark: markOf(url) })),
    ],
    optional: OPTIONAL,
    weights: weights.map((name) => `weights/${name}`).map((url) => ({ url, mark: markOf(url) })),
  };
}

function hashOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, MARK_LENGTH);
}

/** A classic script: every browser with service workers supports that. */
async function buildWorker(outDir: string, stock: Stock): Promise<void> {
  await build({
    root: ROOT,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    define: { STOCK: JSON.stringify(stock) },
    build: {
      target: 'es2023',
      outDir,
      emptyOutDir: false,
      rolldownOptions: {
        input: SOURCE,
        output: { format: 'iife', entryFileNames: 'service-worker.js', comments: { legal: false } },
      },
    },
  });
}
