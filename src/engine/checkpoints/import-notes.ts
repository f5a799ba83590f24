/** What was changed to load a file, for the reader. */
import type { WeightsChange, WeightsNote } from '../../core/weights-fault.ts';
import type { ModelSpec } from '../model/spec.ts';
import type { Match } from './match-tensors.ts';
import { brief } from './refuse.ts';
import type { StoredTensor } from './safetensors-header.ts';
import { shapeIn } from './torch-layout.ts';

export interface Loaded {
  readonly spec: ModelSpec;
  readonly biases: readonly StoredTensor[] | null;
  readonly stored: readonly StoredTensor[];
  /** Whether the metadata describe another network than the tensors. */
  readonly contradicts: boolean;
}

/** More names than these are only counted. */
const NAMED = 4;

export function notesOn(match: Match, { spec, biases, stored, contradicts }: Loaded): readonly WeightsNote[] {
  const { weights, prefix, named, layout } = match;
  const parameters = spec.parameters.filter(({ role }) => role === 'weight');
  const pairs = weights
    .map(({ name }, i) => [name.slice(prefix.length), parameters[i]?.name ?? ''] as const)
    .filter(([from, to]) => from !== to)
    .map(([from, to]) => `${from} → ${to}`);
  const used = new Set([...weights, ...(biases ?? [])]);
  const unused = stored.filter((tensor) => !used.has(tensor)).map(({ name }) => name);
  const reshaped = weights.some(({ shape }, i) => {
    const parameter = parameters[i];
    return parameter !== undefined && shape.length !== shapeIn(layout, parameter).length;
  });
  const notes: readonly (readonly [applies: boolean, change: WeightsChange, names?: readonly string[]])[] = [
    [prefix !== '', 'prefix', [prefix]],
    [!named, 'renamed', pairs],
    [layout.transposed, 'transposed'],
    [layout.filters !== 'oihw', 'channels-last'],
    [reshaped, 'reshaped'],
    [[...used].some(({ dtype }) => dtype === 'F64'), 'rounded', ['F64']],
    [biases === null, 'no-bias'],
    [unused.length > 0, 'left-out', unused],
    [contradicts, 'metadata'],
  ];
  return notes
    .filter(([applies]) => applies)
    .map(([, change, names = []]) => ({ change, names: listOf(names), count: names.length }));
}

function listOf(names: readonly string[]): string {
  return (
    names
      .slice(0, NAMED)
      .map((name) => brief(name))
      .join(', ') + (names.length > NAMED ? ', …' : '')
  );
}
