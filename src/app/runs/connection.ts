/** The connection to a database. It is opened at its first use, and again when the browser has ended it. */
import { TimeoutError, withTimeout } from '../../core/with-timeout.ts';

/** Longer than a phone takes. A request that another tab blocks, or that WebKit has lost, is never answered. */
const OPEN_LIMIT_MS = 10_000;
/** Longer than slow storage takes for the largest run. */
const WORK_LIMIT_MS = 60_000;

export class Connection<Db extends { close(): void }> {
  readonly #openDatabase: (onEnd: () => void) => Promise<Db>;
  #opened: Promise<Db> | null = null;

  /** `open` calls `onEnd` if the connection has ended. */
  constructor(open: (onEnd: () => void) => Promise<Db>) {
    this.#openDatabase = open;
  }

  /**
   * `work` only talks to the database. It is repeated on a new connection after any error but a full storage or no
   * answer: WebKit ends connections of pages in the background, and reports this by several errors.
   */
  async use<T>(work: (db: Db) => Promise<T>): Promise<T> {
    try {
      return await this.#attempt(work);
    } catch (error) {
      if (isQuotaError(error) || error instanceof TimeoutError) throw error;
      return this.#attempt(work);
    }
  }

  async #attempt<T>(work: (db: Db) => Promise<T>): Promise<T> {
    const opened = (this.#opened ??= this.#open());
    // Kept if it is not answered in time: a second request would wait behind it.
    const db = await withTimeout(opened, OPEN_LIMIT_MS, 'IndexedDB');
    try {
      return await withTimeout(work(db), WORK_LIMIT_MS, 'IndexedDB');
    } catch (error) {
      if (!isQuotaError(error)) this.#forget(opened, db);
      throw error;
    }
  }

  #open(): Promise<Db> {
    const opened: Promise<Db> = this.#openDatabase(() => this.#forget(opened)).catch((error: unknown) => {
      // The next attempt may succeed.
      this.#forget(opened);
      throw error;
    });
    return opened;
  }

  #forget(opened: Promise<Db>, db?: Db): void {
    if (this.#opened === opened) this.#opened = null;
    // Transactions under way are completed. An open connection would block another tab's newer release.
    db?.close();
  }
}

export function isQuotaError(error: unknown): boolean {
  return error instanceof Error && error.name === 'QuotaExceededError';
}
