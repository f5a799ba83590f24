/** In the order of the array, as a loop would add them: the order decides what is rounded. 0 if there are none. */
export function sumOf(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
