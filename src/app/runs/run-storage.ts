/**
 * Runs in IndexedDB: the summaries of all of them, the runs themselves, and their large arrays one by one.
 * Every run has an id of its own, so no two tabs write to the same place.
 */
import type { DBSchema, IDBPDatabase } from 'idb';
import { createLoader } from '../../components/load-part.ts';
import type { SavedRunView } from '../../store/state.ts';
import { putTogether, takeApart } from './large-arrays.ts';
import { type SavedRun, parseRun, parseSummary } from './saved-run.ts';

const NAME = 'softmax-live';
/** 1 had the arrays within the runs, which can still be read. */
const VERSION = 2;
/** The latest ones; with Adam the post's network takes 8 MB. */
export const KEPT_RUNS = 3;
const KEPT_MS = 30 * 24 * 3600 * 1000;

interface Schema extends DBSchema {
  summaries: { key: string; value: unknown };
  runs: { key: string; value: unknown };
  /** By the run's id and the array's index. */
  arrays: { key: [string, number]; value: Float32Array };
}

const loadIdb = createLoader(
  () => import('idb'),
  ({ deleteDB, openDB }) => ({ deleteDB, openDB }),
);

const STORES = ['summaries', 'runs', 'arrays'] as const;

export interface RunStorage {
  /** The latest first, without those that this release does not understand. Rejects where there is no storage. */
  list(): Promise<readonly SavedRunView[]>;
  /** Rejects where there is no such run any more, or where it cannot be read; then its summary goes as well. */
  load(id: string): Promise<Pick<SavedRun, 'snapshot' | 'story' | 'drawing'>>;
  /** Rejects where storage is refused or full. `inUse`: ids of runs that other tabs are at work on. */
  save(run: SavedRun, inUse: ReadonlySet<string>): Promise<void>;
  remove(id: string): Promise<void>;
}

export function createRunStorage(): RunStorage {
  let opened: Promise<IDBPDatabase<Schema>> | null = null;

  function database(): Promise<IDBPDatabase<Schema>> {
    opened ??= open().catch((error: unknown) => {
      // What was refused once may be granted the next time.
      opened = null;
      throw error;
    });
    return opened;
  }

  async function open(): Promise<IDBPDatabase<Schema>> {
    const { deleteDB, openDB } = await loadIdb();
    const db = await openDB<Schema>(NAME, VERSION, {
      upgrade(former) {
        const there = former.objectStoreNames;
        for (const name of ['summaries', 'runs'] as const) {
          if (!there.contains(name)) former.createObjectStore(name, { keyPath: 'id' });
        }
        if (!there.contains('arrays')) former.createObjectStore('arrays');
      },
      // Another tab has a newer release, or the reader clears what is stored: never stand in the way.
      blocking(_current, _blocked, { target }) {
        if (target instanceof IDBDatabase) target.close();
        opened = null;
      },
      terminated() {
        opened = null;
      },
    });
    if (STORES.every((name) => db.objectStoreNames.contains(name))) return db;
    // Somebody else has made it, by opening it by name: there is nothing in it to be lost.
    db.close();
    await deleteDB(NAME);
    return open();
  }

  /** Once more with a fresh connection: the one there was may have been closed from outside. */
  async function using<T>(work: (db: IDBPDatabase<Schema>) => Promise<T>): Promise<T> {
    const db = await database();
    try {
      return await work(db);
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== 'InvalidStateError') throw error;
      opened = null;
      return work(await database());
    }
  }

  async function summaries(db: IDBPDatabase<Schema>): Promise<SavedRunView[]> {
    const stored = await db.getAll('summaries');
    return stored.flatMap((one) => parseSummary(one) ?? []).toSorted((a, b) => b.savedAt - a.savedAt);
  }

  async function removeFrom(db: IDBPDatabase<Schema>, ids: readonly string[]): Promise<void> {
    const tx = db.transaction(STORES, 'readwrite');
    const deletions = ids.flatMap((id) => [
      tx.objectStore('summaries').delete(id),
      tx.objectStore('runs').delete(id),
      tx.objectStore('arrays').delete(arraysOf(id)),
    ]);
    await Promise.all([...deletions, tx.done]);
  }

  /** All but the run that is being saved and those of other tabs, once there are too many. */
  async function prune(db: IDBPDatabase<Schema>, saving: string, inUse: ReadonlySet<string>) {
    const others = (await summaries(db)).filter(({ id }) => id !== saving && !inUse.has(id));
    const gone = others.slice(KEPT_RUNS - 1);
    if (gone.length > 0) await removeFrom(db, gone.map(({ id }) => id)); // prettier-ignore
  }

  /** Those that are not too old; the others are cleared away at every visit, whether it trains or not. */
  async function listKept(db: IDBPDatabase<Schema>): Promise<SavedRunView[]> {
    const all = await summaries(db);
    const since = Date.now() - KEPT_MS;
    const old = all.filter(({ savedAt }) => savedAt < since);
    if (old.length > 0) await removeFrom(db, old.map(({ id }) => id)); // prettier-ignore
    return all.filter(({ savedAt }) => savedAt >= since);
  }

  /** At the expense of whatever no tab is at work on, what this release can't read included. */
  async function makeRoom(db: IDBPDatabase<Schema>, saving: string, inUse: ReadonlySet<string>) {
    const ids = new Set([...(await db.getAllKeys('summaries')), ...(await db.getAllKeys('runs'))]);
    await removeFrom(db, [...ids].filter((id) => id !== saving && !inUse.has(id))); // prettier-ignore
  }

  async function put(db: IDBPDatabase<Schema>, { snapshot, story, drawing, ...summary }: SavedRun): Promise<void> {
    const { id } = summary;
    const { rest, arrays } = takeApart({ id, snapshot, story, drawing });
    // One transaction: a tab that closes in between leaves the former state, never half of the new one.
    const tx = db.transaction(STORES, 'readwrite');
    try {
      await tx.objectStore('arrays').delete(arraysOf(id));
      for (const [i, array] of arrays.entries()) {
        // oxlint-disable-next-line no-await-in-loop -- each in a task of its own is the point
        await tx.objectStore('arrays').put(array, [id, i]);
      }
      await tx.objectStore('runs').put(rest);
      await tx.objectStore('summaries').put(summary);
    } catch (error) {
      const reason: unknown = tx.error ?? error;
      if (!tx.error) tx.abort();
      await tx.done.catch(() => undefined);
      throw reason;
    }
    await tx.done;
  }

  return {
    list: () => using(listKept),
    load: (id) =>
      using(async (db) => {
        const tx = db.transaction(['runs', 'arrays']);
        const [rest, arrays] = await Promise.all([
          tx.objectStore('runs').get(id),
          tx.objectStore('arrays').getAll(arraysOf(id)),
          tx.done,
        ]);
        try {
          if (rest === undefined) throw new Error('It is no longer in storage');
          return parseRun(putTogether({ rest, arrays }));
        } catch (error) {
          // Offered again at every visit, it would hide those before it; a summary may be all there is of it.
          await removeFrom(db, [id]);
          throw error;
        }
      }),
    save: (run, inUse) =>
      using(async (db) => {
        await prune(db, run.id, inUse);
        try {
          await put(db, run);
        } catch (error) {
          if (!isQuotaError(error)) throw error;
          await makeRoom(db, run.id, inUse);
          await put(db, run);
        }
      }),
    remove: (id) => using((db) => removeFrom(db, [id])),
  };
}

/** Any index: a list sorts after every number. */
function arraysOf(id: string): IDBKeyRange {
  return IDBKeyRange.bound([id, 0], [id, []]);
}

export function isQuotaError(error: unknown): boolean {
  return error instanceof Error && error.name === 'QuotaExceededError';
}
