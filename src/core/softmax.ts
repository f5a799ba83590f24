/**
 * Softmax and its loss, in double precision, for the bars, the explanation and the tests. The training step has the
 * same definition in float32 tensors.
 */

/** The stages of softmax for one class: z, z/T, e^(z/T − max), p. */
export interface SoftmaxTerm {
  readonly z: number;
  readonly scaled: number;
  readonly exp: number;
  readonly p: number;
}

/** The temperatures that the reader can choose. Training uses 1. */
export const TEMPERATURE = { min: 0.05, max: 20 } as const;

function checkTemperature(temperature: number): void {
  if (!(temperature > 0) || !Number.isFinite(temperature))
    throw new RangeError(`temperature must be a positive finite number, not ${temperature}`);
}

/**
 * p_j = e^(z_j/T − m) / Σ_k e^(z_k/T − m) with m = max_k z_k/T. Subtracting m changes no p_j (numerator and
 * denominator shrink by the same e^m) and keeps every exponent at or below 0, so nothing overflows.
 * `logits`: finite, at least one. Throws RangeError for a temperature that is not positive and finite.
 */
export function softmaxTerms(
  logits: readonly number[],
  temperature = 1,
): { readonly terms: readonly SoftmaxTerm[]; readonly sum: number; readonly max: number } {
  checkTemperature(temperature);
  let max = -Infinity;
  for (const z of logits) max = Math.max(max, z / temperature);
  const exps = logits.map((z) => Math.exp(z / temperature - max));
  const sum = exps.reduce((total, exp) => total + exp, 0);
  const terms = logits.map((z, j) => {
    const exp = exps[j] ?? 0;
    return { z, scaled: z / temperature, exp, p: exp / sum };
  });
  return { terms, sum, max };
}

/** Probabilities alone; see `softmaxTerms`. */
export function softmax(logits: readonly number[], temperature = 1): number[] {
  return softmaxTerms(logits, temperature).terms.map((term) => term.p);
}

/**
 * −log p_label in nats, from the logits: log Σ e^(z_k/T − m) − (z_label/T − m), which stays finite where p itself
 * would round to 0. Throws RangeError when `label` is not an index of `logits`.
 */
export function crossEntropy(logits: readonly number[], label: number, temperature = 1): number {
  const { terms, sum, max } = softmaxTerms(logits, temperature);
  const term = terms[label];
  if (!term) throw new RangeError(`label must be an index below ${logits.length}, not ${label}`);
  return Math.log(sum) - (term.scaled - max);
}

/**
 * ∂(−log p_label)/∂z_j = p_j − y_j with y one-hot, at T = 1 (Bishop, Pattern Recognition and Machine Learning,
 * 2006, eq. 4.109). Throws RangeError when `label` is not an index of `probabilities`.
 */
export function lossGradient(probabilities: readonly number[], label: number): number[] {
  if (probabilities[label] === undefined)
    throw new RangeError(`label must be an index below ${probabilities.length}, not ${label}`);
  return probabilities.map((p, j) => p - (j === label ? 1 : 0));
}

/** Index of the largest value, the first of equals; −1 for none. */
export function argMax(values: ArrayLike<number>): number {
  let best = -1;
  let bestValue = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? -Infinity;
    if (best < 0 || value > bestValue) {
      best = i;
      bestValue = value;
    }
  }
  return best;
}
