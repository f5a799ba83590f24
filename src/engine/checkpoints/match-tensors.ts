/**
 * Finds out which tensors of a file are the parameters of which model. Names decide where they are the page's own,
 * after any prefix; otherwise shapes do: layers follow each other where one's outputs are as many as the next one's
 * inputs. Reads no values.
 */
import { MODELS, type ModelName, defaultConfig } from '../../core/config.ts';
import { CLASSES, PIXELS } from '../../core/types.ts';
import { type ModelSpec, type ParameterSpec, describeModel } from '../model/spec.ts';
import { refuse } from './refuse.ts';
import { READABLE_TYPES, type StoredTensor } from './safetensors-header.ts';
import { biasStem, commonPrefix, inNaturalOrder, isFactor, isOptimizerState } from './tensor-names.ts';
import { type Layout, TORCH, shapeIn } from './torch-layout.ts';

export interface Match {
  readonly model: ModelName;
  /** The widths of the hidden layers; empty for models that have none to choose. */
  readonly layers: readonly number[];
  readonly layout: Layout;
  /** By layer. */
  readonly weights: readonly StoredTensor[];
  /** Of the names of the weights. */
  readonly prefix: string;
  /** Whether the weights have the page's own names after the prefix. */
  readonly named: boolean;
}

/** More than the page's largest model has, so that a deeper network is not taken for a shorter one. */
const MAX_DEPTH = 12;
/** Steps of the search for layers that follow each other. Five layers of one size take 326. */
const MAX_SEARCH = 5000;
/** A file with more networks than this is refused after these. */
const MAX_PREFIXES = 32;

/** Null where the tensors are no model of this page. */
export function matchWeights(stored: readonly StoredTensor[]): Match | null {
  const usable = inNaturalOrder(stored).filter(({ name }) => !isFactor(name) && !isOptimizerState(name));
  const readable = usable.filter(({ dtype }) => READABLE_TYPES.some((type) => type === dtype));
  return matchByName(usable) ?? matchByShape(readable) ?? matchByShape(usable);
}

function matchByName(tensors: readonly StoredTensor[]): Match | null {
  const firsts = tensors.filter(({ name }) => /(?:^|[./])l1\.weight$/u.test(name)).slice(0, MAX_PREFIXES);
  for (const { name } of firsts) {
    const prefix = name.slice(0, -'l1.weight'.length);
    const own = tensors.filter(
      (tensor) => tensor.name.startsWith(prefix) && OWN_NAME.test(tensor.name.slice(prefix.length)),
    );
    const weights = own.some(isFilter) ? own : firstLayers(own, prefix);
    const match = own.some(isFilter) ? convolutionalOf(weights) : denseOf(weights);
    // In another order than the names say, they are not the page's names.
    const isOrdered = match?.weights.every((tensor, i) => tensor.name === prefix + (namesOf(match)[i] ?? ''));
    if (match && isOrdered === true && match.weights.length === weights.length)
      return { ...match, prefix, named: true };
  }
  return null;
}

const OWN_NAME = /^(?:conv|l)\d{1,2}\.weight$/u;

/** `l1.weight` and what follows it without a gap. */
function firstLayers(own: readonly StoredTensor[], prefix: string): readonly StoredTensor[] {
  const gap = own.findIndex(({ name }, i) => name !== `${prefix}l${i + 1}.weight`);
  return gap < 0 ? own : own.slice(0, gap);
}

/** Of the weights of a match, in the order of its layers. */
function namesOf({ model, layers }: Pick<Match, 'model' | 'layers'>): readonly string[] {
  return weightsOf(describeModel({ model, layers })).map(({ name }) => name);
}

function weightsOf({ parameters }: ModelSpec): readonly ParameterSpec[] {
  return parameters.filter(({ role }) => role === 'weight');
}

/** Models whose shapes are given; the shapes of the others follow from the widths of their layers. */
const CONVOLUTIONAL = MODELS.map((model) => ({ model, spec: describeModel(defaultConfig(model)) }))
  .filter(({ spec }) => spec.layers.some(({ kind }) => kind === 'conv'))
  .map(({ model, spec }) => ({ model, parameters: weightsOf(spec) }));

function matchByShape(tensors: readonly StoredTensor[]): Match | null {
  const weights = tensors.filter(({ name }) => biasStem(name) === undefined);
  const match = weights.some(isFilter) ? convolutionalOf(weights) : denseOf(weights);
  return match && { ...match, prefix: commonPrefix(match.weights.map(({ name }) => name)), named: false };
}

type Arrangement = Omit<Match, 'prefix' | 'named'>;

/** A convolution's weights, in any layout. */
export function isFilter({ shape }: StoredTensor): boolean {
  return shape.length > 2 && shape.slice(2).some((size) => size !== 1);
}

function convolutionalOf(tensors: readonly StoredTensor[]): Arrangement | null {
  for (const filters of ['oihw', 'hwio', 'ohwi'] as const) {
    for (const transposed of [false, true]) {
      const layout = { transposed, filters };
      for (const { model, parameters } of CONVOLUTIONAL) {
        const found = parameters.map((one) => tensors.find(({ shape }) => fits(shape, shapeIn(layout, one))));
        const weights = found.filter((tensor) => tensor !== undefined);
        if (weights.length === parameters.length) return { model, layers: [], layout, weights };
      }
    }
  }
  return null;
}

/** Whether the shapes differ only in sizes of 1 at the end. */
function fits(shape: readonly number[], expected: readonly number[]): boolean {
  return shape.length >= expected.length && shape.every((size, i) => size === (expected[i] ?? 1));
}

function denseOf(tensors: readonly StoredTensor[]): Arrangement | null {
  const matrices = tensors.filter((tensor) => tensor.shape.length >= 2 && !isFilter(tensor));
  const [upright, turned] = [longestChain(matrices, false), longestChain(matrices, true)];
  const transposed = turned.length > upright.length;
  const weights = transposed ? turned : upright;
  if (weights.length === 0) return null;
  const layers = weights.slice(0, -1).map(({ shape }) => shape[transposed ? 1 : 0] ?? 0);
  return { model: layers.length > 0 ? 'mlp' : 'softmax', layers, layout: { ...TORCH, transposed }, weights };
}

/** From the pixels to the classes, as many layers as possible; in the order of the tensors where several would do. */
function longestChain(matrices: readonly StoredTensor[], transposed: boolean): readonly StoredTensor[] {
  const byInputs = new Map<number, StoredTensor[]>();
  for (const matrix of matrices) {
    const inputs = matrix.shape[transposed ? 0 : 1] ?? 0;
    byInputs.set(inputs, [...(byInputs.get(inputs) ?? []), matrix]);
  }
  let longest: readonly StoredTensor[] = [];
  let steps = 0;
  const extend = (chain: readonly StoredTensor[], width: number): void => {
    if (width === CLASSES && chain.length > longest.length) longest = chain;
    if (chain.length === MAX_DEPTH) return;
    for (const next of byInputs.get(width) ?? []) {
      if (chain.includes(next)) continue;
      steps += 1;
      if (steps > MAX_SEARCH) return;
      extend([...chain, next], next.shape[transposed ? 1 : 0] ?? 0);
    }
  };
  extend([], PIXELS);
  return longest;
}

/**
 * Refuses what would make another network of the file: a second tensor that could be one of `used`, and convolutions
 * beside them.
 */
export function refuseAmbiguity(
  { prefix, named }: Match,
  used: readonly StoredTensor[],
  stored: readonly StoredTensor[],
): void {
  for (const other of stored) {
    if (used.includes(other) || isFactor(other.name) || isOptimizerState(other.name)) continue;
    if (isFilter(other)) {
      const message = `${other.name} is a convolution that the model of this page does not have`;
      refuse('extra', message, { part: other.name });
    }
    const twin = used.find(({ name, shape }) => {
      const own = name.slice(prefix.length);
      const isNamesake = other.name === own || (/[./]/u.test(own) && other.name.endsWith(own));
      return shape.join() === other.shape.join() && (isNamesake || (!named && shape.length > 1));
    });
    if (!twin) continue;
    const [part, found] = [twin.name.slice(prefix.length), `${twin.name}, ${other.name}`];
    refuse('ambiguous', `${twin.name} and ${other.name} could both be ${part}`, { part, found });
  }
}
