/** Scrolls a list so that its new entry is visible. */

export interface ScrolledList {
  readonly scrollTop: number;
  readonly clientHeight: number;
}

export interface ListEntry {
  readonly offsetTop: number;
  readonly offsetHeight: number;
}

/** The least scrolling, in CSS pixels. Of an entry taller than the list, the beginning is visible. */
export function scrollTopFor({ scrollTop, clientHeight }: ScrolledList, entry: ListEntry): number {
  const atItsEnd = entry.offsetTop + entry.offsetHeight - clientHeight;
  return Math.min(entry.offsetTop, Math.max(scrollTop, atItsEnd));
}
