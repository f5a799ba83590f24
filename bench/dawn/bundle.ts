/** Bundles engine, implementations and libraries into one file, for a Node with a dawn.node beside it. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { build } from 'vite';
import { ROOT } from '../../scripts/lib/paths.ts';

const OUT_DIR = path.join(ROOT, 'node_modules', '.cache', 'bench-dawn');

/** The bundle's path. */
export async function bundleForDawn(): Promise<string> {
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    // The modules that browsers get: Node's entry points would add a second tfjs-core.
    resolve: { conditions: ['import', 'module', 'browser', 'default'], mainFields: ['module', 'main'] },
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: path.join(ROOT, 'bench', 'dawn', 'main.ts'),
      outDir: OUT_DIR,
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      rolldownOptions: {
        output: {
          entryFileNames: 'bench.mjs',
          codeSplitting: false,
        },
      },
    },
  });
  return path.join(OUT_DIR, 'bench.mjs');
}

/** The native half of the `webgpu` package. */
export function dawnFile(platform = `${process.platform}-${process.arch}`): string {
  const folder = platform.startsWith('darwin') ? 'darwin-universal' : platform;
  const file = path.join(ROOT, 'node_modules', 'webgpu', 'dist', folder, 'dawn.node');
  if (!existsSync(file)) throw new Error(`The package webgpu has no Dawn for ${platform}`);
  return file;
}
