/**
 * Functions of JavaScript that this code and its libraries use and that some browsers lack: Chrome 109, the last one for
 * Windows 7, has no `toSorted` and `toReversed`. The page adds them when it starts, the worker before it loads the engine.
 */
type List = ArrayLike<unknown>;
type Test = (value: unknown, index: number, list: List) => boolean;

const lastIndexOf = (list: List, test: Test): number => {
  let index = list.length - 1;
  while (index >= 0 && !test(list[index], index, list)) index--;
  return index;
};

const ofLists = {
  at(this: List, index: number): unknown {
    return this[index < 0 ? this.length + Math.trunc(index) : Math.trunc(index)];
  },
  findLast(this: List, test: Test): unknown {
    return this[lastIndexOf(this, test)];
  },
  findLastIndex(this: List, test: Test): number {
    return lastIndexOf(this, test);
  },
};

const ofArrays = {
  toReversed(this: readonly unknown[]): unknown[] {
    // oxlint-disable-next-line unicorn/no-array-reverse -- this is what it is to be replaced by
    return [...this].reverse();
  },
  toSorted(this: readonly unknown[], order?: (a: unknown, b: unknown) => number): unknown[] {
    // oxlint-disable-next-line unicorn/no-array-sort -- as above
    return [...this].sort(order);
  },
};

const ofObject = {
  hasOwn: (object: object, name: PropertyKey): boolean => Object.prototype.hasOwnProperty.call(object, name),
};

/** Functions that exist are kept. */
export function addMissingBuiltins(): void {
  add(Array.prototype, ofLists);
  add(Object.getPrototypeOf(Int8Array.prototype) as object, ofLists);
  add(Array.prototype, ofArrays);
  add(Object, ofObject);
}

function add(owner: object, functions: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(functions)) {
    if (!(name in owner)) Object.defineProperty(owner, name, { value, writable: true, configurable: true });
  }
}
