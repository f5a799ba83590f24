/**
 * Takes the app's script out of the built index.html and gives its address to `early.js`, which starts it: at once on
 * the page itself, in another page's frame when the frame is in view. A script in the HTML could not wait.
 * The address of `early.js` has the hash of its content, as Vite's own files have: releases must not mix.
 */
import { createHash } from 'node:crypto';
import type { Plugin, Rolldown } from 'vite';
import { minifiedScript } from './public-scripts.ts';

const SCRIPT = /^[ \t]*<script type="module"[^>]*? src="([^"]+)"[^>]*><\/script>\n?/gm;
const PRELOAD = /^[ \t]*<link rel="modulepreload"[^>]*? href="([^"]+)"[^>]*>\n?/gm;
const CATALOGUE = /\/src\/i18n\/languages\/([\w-]+)\.ts$/;
const EARLY = 'src="./early.js"';
/** The element whose attributes tell `early.js` about the build. */
export const START_META = '<meta name="softmax-live"';

export function lateStart(): Plugin {
  let publicDir = '';
  return {
    name: 'late-start',
    apply: 'build',
    configResolved(config) {
      ({ publicDir } = config);
    },
    transformIndexHtml: {
      order: 'post',
      handler: async (html, { bundle = {} }) =>
        moveScript(html, await earlyAddress(publicDir), catalogues(Object.values(bundle))),
    },
  };
}

/** Relative to the page. */
async function earlyAddress(publicDir: string): Promise<string> {
  const hash = createHash('sha256').update(await minifiedScript(publicDir, 'early.js'));
  return `./early.js?v=${hash.digest('hex').slice(0, 8)}`;
}

/** The chunk of each language's first catalogue, relative to the page. */
export function catalogues(
  built: readonly (
    Pick<Rolldown.OutputChunk, 'type' | 'fileName' | 'facadeModuleId'> | Pick<Rolldown.OutputAsset, 'type'>
  )[],
): ReadonlyMap<string, string> {
  return new Map(
    built.flatMap((file) => {
      const language = file.type === 'chunk' && CATALOGUE.exec(file.facadeModuleId ?? '')?.[1];
      return language ? [[language, `./${file.fileName}`] as const] : [];
    }),
  );
}

/** Throws if the HTML is not as Vite writes it: the page would silently have no script. */
export function moveScript(html: string, early: string, words: ReadonlyMap<string, string>): string {
  const [app, ...others] = [...html.matchAll(SCRIPT)].map(([, file]) => file);
  if (app === undefined || others.length > 0 || !html.includes(EARLY) || !html.includes(START_META)) {
    throw new Error(`index.html has to have one module script, early.js, and ${START_META} for it`);
  }
  if (words.size === 0) throw new Error('The build has no catalogue of its own for any language');
  const imports = [...html.matchAll(PRELOAD)].map(([, file]) => file).join(' ');
  return html
    .replace(SCRIPT, '')
    .replace(PRELOAD, '')
    .replace(EARLY, `src="${early}"`)
    .replace(
      START_META,
      `${START_META} data-app="${app}" data-imports="${imports}" data-catalogues="${[...words].flat().join(' ')}"`,
    );
}
