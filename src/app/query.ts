/**
 * The parameters in an address, by the page's names for them. Addresses pass through editors, templates and hands, so a
 * name is taken in any case, with or without `_` and `-`, and under its usual other names. `public/early.js` reads the
 * few parameters that it needs in the same way.
 */
import { CONFIG_NAMES } from '../core/config.ts';
import { plainWord } from '../core/plain-word.ts';

export const PARAMETERS = [
  ...CONFIG_NAMES,
  'backend',
  'data',
  'weights',
  'autostart',
  'embed',
  'panels',
  'hide',
  'offscreen',
  'messages',
  'lang',
  'theme',
  'drawing',
] as const;
export type ParameterName = (typeof PARAMETERS)[number];

/** Other names, as plain words. Each can mean only one parameter. */
const OTHER_NAMES: Readonly<Record<string, ParameterName>> = {
  learningrate: 'lr',
  learnrate: 'lr',
  batchsize: 'batch',
  minibatch: 'batch',
  epoch: 'epochs',
  numepochs: 'epochs',
  layer: 'layers',
  hiddenlayers: 'layers',
  hiddensizes: 'layers',
  optimiser: 'optimizer',
  optim: 'optimizer',
  initialization: 'init',
  initializer: 'init',
  randomseed: 'seed',
  dataset: 'data',
  embedded: 'embed',
  panel: 'panels',
  message: 'messages',
  language: 'lang',
  locale: 'lang',
};

const NAMES: ReadonlyMap<string, ParameterName> = new Map([
  ...PARAMETERS.map((name) => [name, name] as const),
  ...Object.entries(OTHER_NAMES),
]);

/** An `&` that was escaped once too often: `&amp;`, or WordPress' `&#038;`. */
const ESCAPED = /([?&])(?:(?:amp|(?:#|%23)(?:0*38|x26))(?:;|%3b))+/gi;
/** Unescaped, the `#` of `&#038;` begins the fragment. */
const ESCAPED_FRAGMENT = /^#(?:0*38|x26);/i;

export interface Query {
  readonly values: ReadonlyMap<ParameterName, string>;
  /** Names and values of the parameters that the page does not know. */
  readonly unknown: readonly (readonly [string, string])[];
}

/** The text with all parameters, for `readQuery`. */
export function queryText({ search, hash }: Pick<Location, 'search' | 'hash'>): string {
  return ESCAPED_FRAGMENT.test(hash) ? search + hash : search;
}

/** A name in the page's own spelling is preferred: the page writes it when the reader changes a setting. */
export function readQuery(text: string): Query {
  const query = new URLSearchParams(text.replace(ESCAPED, '$1'));
  const values = new Map<ParameterName, string>();
  const unknown: (readonly [string, string])[] = [];
  for (const name of PARAMETERS) {
    const value = query.get(name);
    if (value !== null) values.set(name, value);
  }
  for (const [written, value] of query) {
    const name = NAMES.get(plainWord(written));
    if (!name) unknown.push([written, value]);
    else if (!values.has(name)) values.set(name, value);
  }
  return { values, unknown };
}

/** The parameter whose name differs from `written` by one slip of the hand. `fits`: the value would be valid there. */
export function nearestName(written: string, fits: (parameter: ParameterName) => boolean): ParameterName | undefined {
  const plain = plainWord(written);
  for (const [name, parameter] of NAMES) {
    if (name.length < 4 || !isOneSlipAway(plain, name)) continue;
    // Other tools have such short names too: `date`, `feed`, `mode`.
    if (Math.min(name.length, plain.length) > 4 || fits(parameter)) return parameter;
  }
  return undefined;
}

/** A letter too many, too few or wrong, or two exchanged. */
function isOneSlipAway(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const left = a.slice(start, a.length - end);
  const right = b.slice(start, b.length - end);
  return (left.length < 2 && right.length < 2) || (left.length === 2 && left === `${right[1]}${right[0]}`);
}
