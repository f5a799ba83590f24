import { BACKENDS, type BackendName } from '../../src/core/types.ts';

export const SELECTIONS = ['step', 'cnn', 'scale', 'accuracy', 'page', 'answers', 'reading', 'paper', 'dawn'] as const;
export type SelectionName = (typeof SELECTIONS)[number];

export interface Options {
  readonly selections: readonly SelectionName[];
  /** A smoke test: too few rounds for conclusions. */
  readonly quick: boolean;
  readonly backends: readonly BackendName[];
  readonly rounds: number;
}

export const USAGE = `npm run bench -- [${SELECTIONS.join(' ')}] [--quick] [--backends=${BACKENDS.join(',')}] [--rounds=N]`;

/** Throws with the usage for unknown arguments. No selection means all. */
export function parseOptions(args: readonly string[]): Options {
  const named = args.filter((arg) => !arg.startsWith('--'));
  const flags = args.filter((arg) => arg.startsWith('--'));
  const selections = named.map((name) => oneOf(SELECTIONS, name, 'selection'));
  let quick = false;
  let backends: readonly BackendName[] = BACKENDS;
  let rounds: number | null = null;
  for (const flag of flags) {
    const [name, value = ''] = flag.split('=', 2);
    if (flag === '--quick') quick = true;
    else if (name === '--backends') backends = value.split(',').map((one) => oneOf(BACKENDS, one, 'backend'));
    else if (name === '--rounds' && /^[1-9]\d*$/.test(value)) rounds = Number(value);
    else throw new Error(`Unknown argument ${flag}.\n${USAGE}`);
  }
  return {
    selections: selections.length > 0 ? [...new Set(selections)] : SELECTIONS,
    quick,
    backends,
    rounds: rounds ?? (quick ? 2 : 7),
  };
}

function oneOf<Name extends string>(names: readonly Name[], given: string, what: string): Name {
  const found = names.find((name) => name === given);
  if (found === undefined) throw new Error(`There is no ${what} ${given}: ${names.join(', ')}.\n${USAGE}`);
  return found;
}
