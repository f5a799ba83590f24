/** Where a list is scrolled to for its new entry to be seen. */

export interface ScrolledList {
  readonly scrollTop: number;
  readonly clientHeight: number;
}

export interface ListEntry {
  readonly offsetTop: number;
  readonly offsetHeight: number;
}

/** In CSS pixels, no further than needed; of an entry taller than the list the beginning is shown. */
export function scrollTopFor({ scrollTop, clientHeight }: ScrolledList, entry: ListEntry): number {
  const atItsEnd = entry.offsetTop + entry.offsetHeight - clientHeight;
  return Math.min(entry.offsetTop, Math.max(scrollTop, atItsEnd));
}
