/**
 * Runs in IndexedDB. Summaries, runs and their large arrays are separate stores. Every run has its own id, so no two
 * tabs write the same record.
 */
import type { SavedRunView } from '../../store/state.ts';
import { Connection, isQuotaError } from './connection.ts';
import { putTogether, takeApart } from './large-arrays.ts';
import { type RunDatabase, STORES, openRuns } from './run-database.ts';
import { type SavedRun, parseRun, parseSummary } from './saved-run.ts';

/** With Adam, a run of the post's network takes 8 MB. */
export const KEPT_RUNS = 3;
const KEPT_MS = 30 * 24 * 3600 * 1000;

export interface RunStorage {
  /** The latest first, without records that this release can't read. Rejects without storage. */
  list(): Promise<readonly SavedRunView[]>;
  /** Rejects if the run is missing or can't be read, and then deletes its record. */
  load(id: string): Promise<Pick<SavedRun, 'snapshot' | 'story' | 'drawing'>>;
  /** Rejects if storage is refused or full. `inUse`: ids of runs that other tabs train. */
  save(run: SavedRun, inUse: ReadonlySet<string>): Promise<void>;
  remove(id: string): Promise<void>;
}

export function createRunStorage(): RunStorage {
  const database = new Connection(openRuns);
  return {
    list: () => database.use((db) => listKept(db)),
    async load(id) {
      const stored = await database.use((db) => read(db, id));
      try {
        if (stored.rest === undefined) throw new Error('It is no longer in storage');
        return parseRun(putTogether(stored));
      } catch (error) {
        // Otherwise every visit would offer it, and never an older run.
        await database.use((db) => removeFrom(db, [id]));
        throw error;
      }
    },
    save: (run, inUse) => database.use((db) => save(db, run, inUse)),
    remove: (id) => database.use((db) => removeFrom(db, [id])),
  };
}

async function read(db: RunDatabase, id: string): Promise<Parameters<typeof putTogether>[0]> {
  const tx = db.transaction(['runs', 'arrays']);
  const [rest, arrays] = await Promise.all([
    tx.objectStore('runs').get(id),
    tx.objectStore('arrays').getAll(arraysOf(id)),
    tx.done,
  ]);
  return { rest, arrays };
}

async function save(db: RunDatabase, run: SavedRun, inUse: ReadonlySet<string>): Promise<void> {
  await prune(db, run.id, inUse);
  try {
    await put(db, run);
  } catch (error) {
    if (!isQuotaError(error)) throw error;
    await makeRoom(db, run.id, inUse);
    await put(db, run);
  }
}

async function put(db: RunDatabase, { snapshot, story, drawing, ...summary }: SavedRun): Promise<void> {
  const { id } = summary;
  const { rest, arrays } = takeApart({ id, snapshot, story, drawing });
  // One transaction: if the tab closes meanwhile, the former record stays complete.
  const tx = db.transaction(STORES, 'readwrite');
  try {
    await tx.objectStore('arrays').delete(arraysOf(id));
    for (const [i, array] of arrays.entries()) {
      // oxlint-disable-next-line no-await-in-loop -- each in its own task
      await tx.objectStore('arrays').put(array, [id, i]);
    }
    await tx.objectStore('runs').put(rest);
    await tx.objectStore('summaries').put(summary);
  } catch (error) {
    try {
      tx.abort();
    } catch {
      // The browser has ended it already.
    }
    await tx.done.catch(() => undefined);
    throw tx.error ?? error;
  }
  await tx.done;
}

async function summaries(db: RunDatabase): Promise<SavedRunView[]> {
  const stored = await db.getAll('summaries');
  return stored.flatMap((one) => parseSummary(one) ?? []).toSorted((a, b) => b.savedAt - a.savedAt);
}

/** The runs that are not too old. Deletes the others at every visit, even without training. */
async function listKept(db: RunDatabase): Promise<SavedRunView[]> {
  const all = await summaries(db);
  const since = Date.now() - KEPT_MS;
  const old = all.filter(({ savedAt }) => savedAt < since);
  if (old.length > 0) await removeFrom(db, old.map(({ id }) => id)); // prettier-ignore
  return all.filter(({ savedAt }) => savedAt >= since);
}

/** Deletes the oldest runs beyond the limit, but not the one being saved nor those of other tabs. */
async function prune(db: RunDatabase, saving: string, inUse: ReadonlySet<string>): Promise<void> {
  const others = (await summaries(db)).filter(({ id }) => id !== saving && !inUse.has(id));
  const gone = others.slice(KEPT_RUNS - 1);
  if (gone.length > 0) await removeFrom(db, gone.map(({ id }) => id)); // prettier-ignore
}

/** Deletes every run that no tab trains, also those that this release can't read. */
async function makeRoom(db: RunDatabase, saving: string, inUse: ReadonlySet<string>): Promise<void> {
  const ids = new Set([...(await db.getAllKeys('summaries')), ...(await db.getAllKeys('runs'))]);
  await removeFrom(db, [...ids].filter((id) => id !== saving && !inUse.has(id))); // prettier-ignore
}

async function removeFrom(db: RunDatabase, ids: readonly string[]): Promise<void> {
  const tx = db.transaction(STORES, 'readwrite');
  const deletions = ids.flatMap((id) => [
    tx.objectStore('summaries').delete(id),
    tx.objectStore('runs').delete(id),
    tx.objectStore('arrays').delete(arraysOf(id)),
  ]);
  await Promise.all([...deletions, tx.done]);
}

/** The keys of all arrays of a run: in IndexedDB an array sorts after every number. */
function arraysOf(id: string): IDBKeyRange {
  return IDBKeyRange.bound([id, 0], [id, []]);
}
