/**
 * Finds what a script uses and the oldest supported browsers lack: built-in objects, their functions, and methods whose
 * name no older feature has. The data say nothing of a method's object, so a method is known by its name alone.
 * Syntax is the build's affair, which lowers it.
 */
import { parseAst } from 'vite';
import { features } from 'web-features';
import { OLDEST_BROWSERS, type BrowserName } from './oldest-browsers.ts';

/** The objects behind global names; an object that is not listed here has the name of its interface. */
const INTERFACES: Readonly<Record<string, string>> = {
  document: 'Document',
  navigator: 'Navigator',
  performance: 'Performance',
  crypto: 'Crypto',
};

const GLOBALS = new Set(['window', 'self', 'globalThis']);

/** WebGPU, which the backend tests for. */
const OPTIONAL = /^GPU/;

interface Known {
  /** Global names, and functions as `Object.hasOwn`. */
  readonly newer: ReadonlySet<string>;
  /** Names of methods that only newer features have. */
  readonly newerMethods: ReadonlySet<string>;
}

let known: Known | undefined;

/** In alphabetical order. */
export function newerFeaturesIn(code: string): readonly string[] {
  const { newer, newerMethods } = (known ??= readFeatures());
  const found = new Set<string>();
  visit(parseAst(code, { lang: 'js' }), (node, parent) => {
    if (node['type'] === 'Identifier' && !isName(node, parent) && newer.has(String(node['name'])))
      found.add(String(node['name']));
    if (node['type'] !== 'MemberExpression' || node['computed'] === true) return;
    const [object, property] = [nameOf(node['object']), nameOf(node['property'])];
    const member = GLOBALS.has(object) ? property : `${INTERFACES[object] ?? object}.${property}`;
    if (newer.has(member)) found.add(member);
    else if (newerMethods.has(property) && parent?.['type'] === 'CallExpression' && parent['callee'] === node)
      found.add(`.${property}()`);
  });
  return [...found].toSorted();
}

function readFeatures(): Known {
  const newer = new Set<string>();
  const [older, newerMethods] = [new Set<string>(), new Set<string>()];
  for (const feature of Object.values(features)) {
    if (feature.kind !== 'feature') continue;
    for (const [key, { baseline, support }] of Object.entries(feature.status.by_compat_key ?? {})) {
      const [, owner, member] = /^(?:api|javascript\.builtins)\.(\w+)(?:\.(\w+?)(?:_static)?)?$/.exec(key) ?? [];
      if (owner === undefined || OPTIONAL.test(owner)) continue;
      const versions = Object.entries(OLDEST_BROWSERS).map(([browser, oldest]) => ({
        oldest,
        first: versionOf(support[browser as BrowserName]),
      }));
      // What a single engine has is an experiment, whose names are anybody's.
      if (!baseline && versions.filter(({ first }) => first < Infinity).length < 3) continue;
      const isNewer = versions.some(({ first, oldest }) => first > oldest);
      const path = [owner === 'Window' ? '' : owner, member ?? ''].filter((part) => part !== '').join('.');
      if (isNewer) newer.add(path);
      if (member !== undefined && (baseline || !isNewer)) (isNewer ? newerMethods : older).add(member);
    }
  }
  return { newer, newerMethods: new Set([...newerMethods].filter((name) => !older.has(name))) };
}

/** `≤37` is a bound of what was measured. */
function versionOf(version: string | undefined): number {
  return version === undefined ? Infinity : Number.parseFloat(version.replace('≤', ''));
}

type Node = Readonly<Record<string, unknown>>;

function visit(node: unknown, see: (node: Node, parent: Node | null) => void, parent: Node | null = null): void {
  if (Array.isArray(node)) for (const each of node) visit(each, see, parent);
  else if (isNode(node)) {
    see(node, parent);
    for (const value of Object.values(node)) visit(value, see, node);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}

/** Whether an identifier is the name of a property, not a variable. */
function isName(node: Node, parent: Node | null): boolean {
  return parent?.['computed'] !== true && (parent?.['property'] === node || parent?.['key'] === node);
}

function nameOf(node: unknown): string {
  return isNode(node) && node['type'] === 'Identifier' ? String(node['name']) : '';
}
