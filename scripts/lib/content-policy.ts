/**
 * Puts a content security policy into the built index.html. A page that is given to any static host can count on no
 * header, so the policy stands in the page itself; what only a header can say (who may frame it) is left open, since
 * anybody may. The development server needs inline scripts and a socket, and gets none.
 */
import type { Plugin } from 'vite';
import { CORS_MIRROR } from '../../src/engine/data/mnist-files.ts';

const CHARSET = '<meta charset="utf-8" />';

/** What is not named may not be done at all. */
const POLICY: Readonly<Record<string, readonly string[]>> = {
  'default-src': ["'none'"],
  // The kernels are assembled in the browser, and TensorFlow.js has binaries: WebAssembly, but no `eval`.
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  // In a sandboxed frame the worker starts from a `data:` module, see `connect.ts`.
  'worker-src': ["'self'", 'data:'],
  'connect-src': ["'self'", CORS_MIRROR],
  'style-src': ["'self'"],
  // A picture that the reader has chosen is read through a `blob:`.
  'img-src': ["'self'", 'data:', 'blob:'],
  'manifest-src': ["'self'"],
  // The preview in the embed dialog.
  'frame-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
};

export function contentPolicy(): Plugin {
  return {
    name: 'content-policy',
    apply: 'build',
    transformIndexHtml: { order: 'post', handler: addPolicy },
  };
}

/** Right behind the character set, since a policy holds only for what comes after it. Throws where there is none. */
export function addPolicy(html: string): string {
  if (!html.includes(CHARSET)) throw new Error(`index.html has to begin with ${CHARSET}`);
  const content = Object.entries(POLICY)
    .map(([directive, sources]) => [directive, ...sources].join(' '))
    .join('; ');
  return html.replace(CHARSET, `${CHARSET}\n    <meta http-equiv="Content-Security-Policy" content="${content}" />`);
}
