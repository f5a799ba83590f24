import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { INITIAL_STATE } from '../../store/initial-state.ts';
import { storyOf } from '../../store/story.ts';
import { snapshotAt } from '../testing/snapshot-at.ts';
import { createRunStorage } from './run-storage.ts';
import { savedRunOf } from './saved-run.ts';

/** The stores of a database, each with its records by id. */
const STORES = {
  summaries: new Map<string, unknown>(),
  runs: new Map<string, unknown>(),
  arrays: new Map<string, unknown>(),
};

/** The browser ends the next transaction that writes, and names no reason. */
let aborts = false;
const abortError = () => new DOMException('The transaction was aborted', 'AbortError');

function transaction() {
  let done = Promise.resolve();
  return {
    error: null,
    abort() {
      throw new DOMException('The transaction has finished', 'InvalidStateError');
    },
    objectStore: (name: keyof typeof STORES) => ({
      get: async (id: string) => STORES[name].get(id),
      getAll: async () => [...STORES[name].values()],
      delete: async (id: string) => void STORES[name].delete(id),
      async put(record: { readonly id: string }) {
        if (aborts) {
          aborts = false;
          done = Promise.reject(abortError());
          throw abortError();
        }
        STORES[name].set(record.id, record);
      },
    }),
    get done() {
      return done;
    },
  };
}

vi.mock('idb', () => ({
  deleteDB: async () => undefined,
  openDB: async () => ({
    objectStoreNames: { contains: (name: string) => name in STORES },
    getAll: async (name: keyof typeof STORES) => [...STORES[name].values()],
    transaction,
    close: () => undefined,
  }),
}));

beforeEach(() => {
  vi.stubGlobal('IDBKeyRange', { bound: () => '' });
  for (const store of Object.values(STORES)) store.clear();
  const summary = { format: 1, id: 'a', savedAt: Date.now(), model: 'mlp', epoch: 1, epochs: 9, accuracy: null };
  STORES.summaries.set('a', { ...summary, finished: false });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

it('a run with only its summary left in storage is removed from the list', async () => {
  const storage = createRunStorage();
  expect(await storage.list()).toHaveLength(1);
  await expect(storage.load('a')).rejects.toThrow('no longer in storage');
  expect(await storage.list()).toEqual([]);
});

it('a run that can’t be read is removed from storage', async () => {
  STORES.runs.set('a', { id: 'a', snapshot: 'of another release', story: [], drawing: null });
  const storage = createRunStorage();
  await expect(storage.load('a')).rejects.toThrow(/^snapshot/);
  expect(await storage.list()).toEqual([]);
  expect(STORES.runs.size).toBe(0);
});

it('a save whose transaction the browser aborts is repeated, and leaves no rejection unhandled', async () => {
  const drawing = { id: 1, strokes: [], raster: new Uint8Array(784), sample: null };
  const run = savedRunOf({ id: 'b', snapshot: snapshotAt(1, 2), story: storyOf(INITIAL_STATE), drawing });
  if (!run) throw new Error('the run has begun');
  aborts = true;
  await createRunStorage().save(run, new Set());
  expect(aborts).toBe(false);
  expect([...STORES.runs.keys(), ...STORES.summaries.keys()]).toEqual(['b', 'a', 'b']);
});
