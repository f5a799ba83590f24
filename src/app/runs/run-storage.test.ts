import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createRunStorage } from './run-storage.ts';

/** The stores of a database, each with its records by id. */
const STORES = {
  summaries: new Map<string, unknown>(),
  runs: new Map<string, unknown>(),
  arrays: new Map<string, unknown>(),
};

vi.mock('idb', () => ({
  deleteDB: async () => undefined,
  openDB: async () => ({
    objectStoreNames: { contains: (name: string) => name in STORES },
    getAll: async (name: keyof typeof STORES) => [...STORES[name].values()],
    transaction: () => ({
      objectStore: (name: keyof typeof STORES) => ({
        get: async (id: string) => STORES[name].get(id),
        getAll: async () => [...STORES[name].values()],
        delete: async (id: string) => void STORES[name].delete(id),
      }),
      done: Promise.resolve(),
    }),
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
