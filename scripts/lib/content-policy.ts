/**
 * Adds content security policies to the built index.html. Static hosts send no headers, so the policies are in the page.
 * Only a header can restrict who frames the page; that stays open, since any site may. The development server gets no
 * policy: it needs inline scripts and a socket.
 *
 * Two policies apply together. The one in the HTML forbids inline code and `eval`. The other one forbids all hosts but
 * the page's own, and `early.js` adds it before it starts anything: in a sandboxed frame the page has no origin, WebKit
 * matches `'self'` with nothing there, and only a script knows the host's name.
 */
import type { Plugin } from 'vite';
import { CORS_MIRROR } from '../../src/engine/data/mnist-files.ts';
import { START_META } from './late-start.ts';

type Policy = Readonly<Record<string, readonly string[]>>;

const CHARSET = '<meta charset="utf-8" />';

// For the kernels that are assembled in the browser and for TensorFlow.js' binaries. It does not allow `eval`.
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

/** Everything that is not named is forbidden. */
const OWN_HOST: Policy = {
  'default-src': ["'none'"],
  'script-src': ["'self'", WASM],
  'worker-src': ["'self'", 'data:'],
  // Pictures can be dropped whose address contains them.
  'connect-src': ["'self'", 'data:', 'blob:', CORS_MIRROR],
  'style-src': ["'self'"],
  // A picture that the reader chooses is read through a `blob:`.
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

/** Throws if the HTML has no place for them. */
export function addPolicies(html: string): string {
  if (!html.includes(CHARSET) || !html.includes(START_META)) {
    throw new Error(`index.html has to begin with ${CHARSET}, and to have ${START_META} for early.js`);
  }
  // Directly after the character set: a policy applies only to what follows it.
  const meta = `<meta http-equiv="Content-Security-Policy" content="${textOf(EVERYWHERE)}" />`;
  return html
    .replace(CHARSET, `${CHARSET}\n    ${meta}`)
    .replace(START_META, `${START_META} data-policy="${textOf(OWN_HOST)}"`);
}

function textOf(policy: Policy): string {
  return Object.entries(policy)
    .map(([directive, sources]) => [directive, ...sources].join(' '))
    .join('; ');
}
