import type { Format } from './format.ts';

/** Half of the last digit shown: nearer than this to 0 or 1 a rounded figure would claim certainty. */
const CERTAIN = 0.0005;

/** A probability for reading, one decimal; softmax never says never, so neither end is ever claimed. */
export function probabilityText(probability: number, format: Pick<Format, 'percent'>): string {
  if (probability < CERTAIN) return `<${format.percent(0.001)}`;
  if (probability >= 1 - CERTAIN) return `>${format.percent(0.999)}`;
  return format.percent(probability);
}
