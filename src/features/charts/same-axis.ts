import type { Axis } from './axis.ts';

/** Whether two axes look the same, so that the axis need not be drawn again. */
export function sameAxis(a: Axis, b: Axis): boolean {
  return sameNumbers(a.domain, b.domain) && sameNumbers(a.ticks, b.ticks);
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
