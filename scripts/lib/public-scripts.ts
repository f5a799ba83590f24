/**
 * Minifies the scripts in `public/` for the build. Vite copies that folder as it is, comments included. Readers wait for
 * `early.js` before the first paint, and `embed.js` is loaded by every post that embeds the page.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { minify, type Plugin } from 'vite';

export const PUBLIC_SCRIPTS = ['early.js', 'embed.js'] as const;
export type PublicScript = (typeof PUBLIC_SCRIPTS)[number];

/** No newer syntax than in the sources: `early.js` has to run in browsers that are too old for the page. */
const TARGET = 'es2015';

export function publicScripts(): Plugin {
  let publicDir = '';
  return {
    name: 'public-scripts',
    apply: 'build',
    configResolved(config) {
      ({ publicDir } = config);
    },
    // Written after Vite has copied the folder.
    async generateBundle() {
      for (const fileName of PUBLIC_SCRIPTS) {
        this.emitFile({ type: 'asset', fileName, source: await minifiedScript(publicDir, fileName) });
      }
    },
  };
}

export async function minifiedScript(publicDir: string, name: PublicScript): Promise<string> {
  const { code, errors } = await minify(name, await readFile(path.join(publicDir, name), 'utf8'), {
    compress: { target: TARGET },
  });
  if (errors.length > 0)
    throw new Error(`${name} can't be minified: ${errors.map(({ message }) => message).join('; ')}`);
  return code;
}
