/** Adds in the order of the array, which decides the rounding. 0 for none. */
export function sumOf(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
