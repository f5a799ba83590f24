import type { Format } from './format.ts';

/** Half of the last shown digit: nearer to 0 or 1, a rounded number would show certainty. */
const CERTAIN = 0.0005;

/** A probability with one decimal. Softmax never gives exactly 0 or 1, so 0% and 100% are never shown. */
export function probabilityText(probability: number, format: Pick<Format, 'percent'>): string {
  if (probability < CERTAIN) return `<${format.percent(0.001)}`;
  if (probability >= 1 - CERTAIN) return `>${format.percent(0.999)}`;
  return format.percent(probability);
}
