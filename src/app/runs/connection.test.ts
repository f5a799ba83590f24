import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Signal } from '../../core/signal.ts';
import { Connection } from './connection.ts';

class FakeDatabase {
  readonly number: number;
  readonly close = vi.fn<() => void>();

  constructor(number: number) {
    this.number = number;
  }
}

/** `opened`: the databases so far. */
function create() {
  const opened: FakeDatabase[] = [];
  const open = vi.fn<(onEnd: () => void) => Promise<FakeDatabase>>(async () => {
    const db = new FakeDatabase(opened.length + 1);
    opened.push(db);
    return db;
  });
  return { connection: new Connection(open), open, opened };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Fails on the first connection. */
const failingWith = (error: Error) =>
  vi.fn<(db: FakeDatabase) => Promise<string>>(async ({ number }) => {
    if (number === 1) throw error;
    return 'stored';
  });

describe('the connection to stored runs', () => {
  it.each([
    ['UnknownError', 'Connection to Indexed Database server lost. Refresh the page to try again'],
    ['InvalidStateError', 'The database connection is closing'],
    ['AbortError', 'The transaction was aborted'],
    ['TransactionInactiveError', 'The transaction is not active'],
  ])('is opened anew after %s, and the work is repeated', async (name, message) => {
    const { connection, opened } = create();
    const work = failingWith(new DOMException(message, name));
    expect(await connection.use(work)).toBe('stored');
    expect(opened[0]?.close).toHaveBeenCalledOnce();
    expect(await connection.use(work)).toBe('stored');
    expect(work).toHaveBeenCalledTimes(3);
    expect(opened).toHaveLength(2);
  });

  it('stays open when storage is full', async () => {
    const { connection, opened } = create();
    await expect(connection.use(failingWith(new DOMException('full', 'QuotaExceededError')))).rejects.toThrow('full');
    await connection.use(async () => undefined);
    expect(opened).toHaveLength(1);
    expect(opened[0]?.close).not.toHaveBeenCalled();
  });

  it('is opened anew after the browser has ended it', async () => {
    const { connection, open, opened } = create();
    await connection.use(async () => undefined);
    open.mock.calls[0]?.[0]();
    await connection.use(async () => undefined);
    expect(opened).toHaveLength(2);
  });

  it('rejects with the second error when the work fails twice, and is tried again at the next use', async () => {
    const { connection, opened } = create();
    const errors = ['first', 'second'].map((message) => new DOMException(message, 'UnknownError'));
    await expect(connection.use(() => Promise.reject(errors.shift() ?? new Error()))).rejects.toThrow('second');
    expect(await connection.use(async () => 'stored')).toBe('stored');
    expect(opened).toHaveLength(3);
  });

  it('is tried once more where opening fails, and again at the next use', async () => {
    const { connection, open } = create();
    open.mockRejectedValueOnce(new DOMException('lost', 'UnknownError'));
    expect(await connection.use(async () => 'stored')).toBe('stored');
    const denied = create();
    denied.open.mockRejectedValue(new DOMException('Denied', 'SecurityError'));
    await expect(denied.connection.use(async () => 'stored')).rejects.toThrow('Denied');
  });

  it('that is not answered rejects in time, with one request, and is used once it opens', async () => {
    const { connection, open } = create();
    const unblocked = new Signal();
    open.mockImplementationOnce(() => unblocked.settled.then(() => new FakeDatabase(9)));
    const uses = [connection.use(async () => 1).catch(String), connection.use(async () => 2).catch(String)];
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await Promise.all(uses)).toEqual(Array(2).fill('TimeoutError: IndexedDB did not answer within 10 s'));
    const later = connection.use(async (db) => db);
    unblocked.settle();
    expect(await later).toMatchObject({ number: 9 });
    expect(open).toHaveBeenCalledOnce();
  });

  it('that does not answer a request in time is given up', async () => {
    const { connection, opened } = create();
    const use = connection.use(() => new Promise(() => undefined)).catch(String);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await use).toBe('TimeoutError: IndexedDB did not answer within 60 s');
    await connection.use(async () => undefined);
    expect(opened).toHaveLength(2);
  });
});
