/** The runs' database: its stores, and how it is opened. */
import type { DBSchema, IDBPDatabase } from 'idb';
import { createLoader } from '../../components/load-part.ts';

const NAME = 'softmax-live';
/** Version 1 had the arrays within the runs. Its records can still be read. */
const VERSION = 2;

interface Schema extends DBSchema {
  summaries: { key: string; value: unknown };
  runs: { key: string; value: unknown };
  /** The key is the run's id and the array's index. */
  arrays: { key: [string, number]; value: Float32Array };
}

export type RunDatabase = IDBPDatabase<Schema>;

export const STORES = ['summaries', 'runs', 'arrays'] as const;

const loadIdb = createLoader(
  () => import('idb'),
  ({ deleteDB, openDB }) => ({ deleteDB, openDB }),
);

/** `onEnd` is called when the connection has been closed. */
export async function openRuns(onEnd: () => void): Promise<RunDatabase> {
  const { deleteDB, openDB } = await loadIdb();
  const db = await openDB<Schema>(NAME, VERSION, {
    upgrade(former) {
      const existing = former.objectStoreNames;
      for (const name of ['summaries', 'runs'] as const) {
        if (!existing.contains(name)) former.createObjectStore(name, { keyPath: 'id' });
      }
      if (!existing.contains('arrays')) former.createObjectStore('arrays');
    },
    // Never block another tab's newer release or the reader's deletion of site data.
    blocking: (_current, _blocked, { target }) => {
      if (target instanceof IDBDatabase) target.close();
      onEnd();
    },
    terminated: onEnd,
  });
  if (STORES.every((name) => db.objectStoreNames.contains(name))) return db;
  // Another script has created an empty database of this name.
  db.close();
  await deleteDB(NAME);
  return openRuns(onEnd);
}
