/** Index of the item whose position is nearest to `at`, the first of two as near; −1 for none. Positions ascend. */
export function nearestIndex<Item>(items: readonly Item[], at: number, positionOf: (item: Item) => number): number {
  const after = items.findIndex((item) => positionOf(item) >= at);
  if (after < 0) return items.length - 1;
  const [before, next] = [items[after - 1], items[after]];
  return before && next && at - positionOf(before) <= positionOf(next) - at ? after - 1 : after;
}
