/**
 * Gives the built index.html a content security policy. A page that is given to any static host can count on no header,
 * so the policy stands in the page itself; what only a header can say (who may frame it) is left open, since anybody
 * may. The development server needs inline scripts and a socket, and gets none.
 *
 * There are two, of which both hold. The one in the HTML forbids what is inline, and `eval`. The other one forbids all
 * hosts but the page's own, and `early.js` puts it in before it starts anything: in a sandboxed frame the page has no
 * origin, for WebKit `'self'` is nobody then, and the host has to be called by its name, which only a script knows.
 */
import type { Plugin } from 'vite';
import { CORS_MIRROR } from '../../src/engine/data/mnist-files.ts';

type Policy = Readonly<Record<string, readonly string[]>>;

const CHARSET = '<meta charset="utf-8" />';
const EARLY = /<script\b[^>]*? src="\.\/early\.js\b[^"]*"/;

// The kernels are assembled in the browser, and TensorFlow.js has binaries: WebAssembly, but no `eval`.
const WASM = "'wasm-unsafe-eval'";
const WEB = ['https:', 'http:'];

const EVERYWHERE: Policy = {
  'default-src': [...WEB, 'data:', 'blob:'],
  'script-src': [...WEB, WASM],
  // In a sandboxed frame the worker starts from a `data:` module, see `connect.ts`.
  'worker-src': [...WEB, 'data:'],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
};

/** What is not named may not be done at all. */
const OWN_HOST: Policy = {
  'default-src': ["'none'"],
  'script-src': ["'self'", WASM],
  'worker-src': ["'self'", 'data:'],
  'connect-src': ["'self'", CORS_MIRROR],
  'style-src': ["'self'"],
  // A picture that the reader has chosen is read through a `blob:`.
  'img-src': ["'self'", 'data:', 'blob:'],
  'manifest-src': ["'self'"],
  // The preview in the embed dialog.
  'frame-src': ["'self'"],
};

export function contentPolicy(): Plugin {
  return {
    name: 'content-policy',
    apply: 'build',
    transformIndexHtml: { order: 'post', handler: addPolicies },
  };
}

/** Throws where there is no place for them. */
export function addPolicies(html: string): string {
  if (!html.includes(CHARSET) || !EARLY.test(html)) {
    throw new Error(`index.html has to begin with ${CHARSET}, and to start early.js`);
  }
  // Right behind the character set, since a policy holds only for what comes after it.
  const meta = `<meta http-equiv="Content-Security-Policy" content="${textOf(EVERYWHERE)}" />`;
  return html
    .replace(CHARSET, `${CHARSET}\n    ${meta}`)
    .replace(EARLY, (script) => `${script} data-policy="${textOf(OWN_HOST)}"`);
}

function textOf(policy: Policy): string {
  return Object.entries(policy)
    .map(([directive, sources]) => [directive, ...sources].join(' '))
    .join('; ');
}
