/** Finds the biases of layers whose weights are known: by name, or where no name fits, by size and order. */
import { sizeOf } from '../../core/size-of.ts';
import type { LayerSpec, ModelSpec } from '../model/spec.ts';
import { refuse } from './refuse.ts';
import type { StoredTensor } from './safetensors-header.ts';
import { biasStem, inNaturalOrder, weightStem } from './tensor-names.ts';

/**
 * By layer; null where no layer has one. Throws an `EngineError` ('weights') where only some layers have one, or where
 * one has another size.
 */
export function matchBiases(
  weights: readonly StoredTensor[],
  { layers }: Pick<ModelSpec, 'layers'>,
  stored: readonly StoredTensor[],
): readonly StoredTensor[] | null {
  const byStem = new Map(stored.map((tensor) => [biasStem(tensor.name), tensor]));
  const named = weights.map(({ name }) => {
    const stem = weightStem(name);
    return stem === undefined ? undefined : byStem.get(stem);
  });
  const absent = weights.find((_, i) => named[i] === undefined);
  if (absent && named.some((bias) => bias !== undefined)) {
    const part = absent.name.replace(/weight$/u, 'bias');
    refuse('missing', `${part} is missing`, { part });
  }
  if (absent) return matchByOrder(layers, stored);
  return layers.flatMap(({ outputs }, i) => {
    const bias = named[i];
    return bias ? [sized(bias, outputs)] : [];
  });
}

function sized(bias: StoredTensor, outputs: number): StoredTensor {
  if (isVector(bias, outputs)) return bias;
  const [found, expected] = [bias.shape.join(' × '), String(outputs)];
  return refuse('other-shape', `${bias.name} is ${found}, expected ${expected}`, { part: bias.name, found, expected });
}

/** Also [n, 1] and [1, n], as NumPy's users write biases. */
function isVector({ shape }: StoredTensor, size: number): boolean {
  return sizeOf(shape) === size && Math.max(1, ...shape) === size;
}

function matchByOrder(layers: readonly LayerSpec[], stored: readonly StoredTensor[]): readonly StoredTensor[] | null {
  const vectors = inNaturalOrder(stored).filter(({ shape }) => shape.length === 1);
  const fits =
    vectors.length === layers.length && vectors.every((vector, i) => isVector(vector, layers[i]?.outputs ?? 0));
  return fits ? vectors : null;
}
