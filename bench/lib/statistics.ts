/** NaN for an empty list. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** `fraction` in [0, 1]; linear between neighbours (Hyndman and Fan's type 7). NaN for an empty list. */
export function quantile(values: readonly number[], fraction: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * fraction;
  const low = sorted[Math.floor(place)] ?? Number.NaN;
  const high = sorted[Math.ceil(place)] ?? Number.NaN;
  return low + (high - low) * (place - Math.floor(place));
}

/**
 * Rounds over all entries: A, B, C, A, B, C … A machine that slows down thus slows all of them. `turn` returns whether
 * the entry takes part in the next round.
 */
export async function interleave<Entry>(
  entries: readonly Entry[],
  rounds: number,
  turn: (entry: Entry, round: number) => Promise<boolean>,
): Promise<void> {
  let left = [...entries];
  for (let round = 0; round < rounds && left.length > 0; round++) {
    const next: Entry[] = [];
    for (const entry of left) {
      if (await turn(entry, round)) next.push(entry);
    }
    left = next;
  }
}

/** The median loss of each step. */
export function consensus(losses: readonly (readonly number[])[]): readonly number[] {
  const steps = Math.max(0, ...losses.map(({ length }) => length));
  return Array.from({ length: steps }, (_, step) =>
    median(losses.map((one) => one[step] ?? Number.NaN).filter((loss) => !Number.isNaN(loss))),
  );
}

/** The largest difference; infinite where a loss is missing or NaN. */
export function disagreement(losses: readonly number[], agreed: readonly number[]): number {
  const apart = agreed.map((value, step) => Math.abs((losses[step] ?? Number.NaN) - value));
  return Math.max(...apart.map((value) => (Number.isNaN(value) ? Infinity : value)));
}
