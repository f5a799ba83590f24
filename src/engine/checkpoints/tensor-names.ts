/** Names of tensors in files of PyTorch and of other libraries. */
import type { StoredTensor } from './safetensors-header.ts';

const NATURAL = new Intl.Collator('en', { numeric: true });

/** `10.weight` after `2.weight`. PyTorch's files have them the other way round. */
export function inNaturalOrder(tensors: readonly StoredTensor[]): readonly StoredTensor[] {
  return tensors.toSorted((a, b) => NATURAL.compare(a.name, b.name));
}

const WEIGHT = /^(.*?)(?:weights?|kernel|(?:\b|_)w)(\d*)(?::0)?$/iu;
const BIAS = /^(.*?)(?:bias(?:es)?|(?:\b|_)b)(\d*)(?::0)?$/iu;

/** What the names of a layer's weights and bias have in common: `fc1.` of `fc1.weight`, `1` of `W1`. */
export function weightStem(name: string): string | undefined {
  return stem(name, WEIGHT);
}

export function biasStem(name: string): string | undefined {
  return stem(name, BIAS);
}

function stem(name: string, pattern: RegExp): string | undefined {
  const [, before, number] = pattern.exec(name) ?? [];
  return before === undefined ? undefined : before + (number ?? '');
}

/** A factor of weights: of weight norm, spectral norm, pruning or LoRA. Alone it is not the layer's weights. */
export function isFactor(name: string): boolean {
  return /(?:weight|bias)_(?:g|v|u|orig|mask)$|(?:^|\.)parametrizations\.|(?:^|\.)lora_/iu.test(name);
}

/** An optimizer's record of a tensor, which has the tensor's shape. */
export function isOptimizerState(name: string): boolean {
  return /exp_avg|momentum_buffer|(?:^|\.)optim/iu.test(name);
}

/** The prefix with its separators: `module.model.` for `module.model.fc1.weight`. A layer's own name is none. */
export function commonPrefix(names: readonly string[]): string {
  const [first = [], ...others] = names.map((name) => (name.match(/[^./]*[./]|[^./]+$/gu) ?? []).slice(0, -2));
  const apart = first.findIndex((part, i) => others.some((parts) => parts[i] !== part));
  return first.slice(0, apart < 0 ? first.length : apart).join('');
}
