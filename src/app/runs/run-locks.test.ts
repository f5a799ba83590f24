import { afterEach, describe, expect, it, vi } from 'vitest';
import { createRunLocks } from './run-locks.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const nextTask = () => new Promise((resolve) => setTimeout(resolve));

/**
 * Exclusive locks are granted at once or never, and held until their promise settles; shared ones wait for that. As in
 * a browser, whatever is asked of it is answered in a task of its own.
 */
function installLocks(): void {
  const held = new Map<string, Promise<void>>();
  async function request(
    name: string,
    options: { ifAvailable: true } | { signal: AbortSignal },
    work: (lock: object | null) => Promise<void> | undefined,
  ) {
    if ('signal' in options) {
      const { signal } = options;
      const refused = new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      });
      await Promise.race([held.get(name), refused]);
      await work({});
      return;
    }
    if (held.has(name)) {
      await nextTask();
      await work(null);
      return;
    }
    const over = nextTask().then(() => work({}));
    held.set(name, over);
    await over;
    await nextTask();
    held.delete(name);
  }
  async function query() {
    const names = [...held.keys()];
    await nextTask();
    return { held: names.map((name) => ({ name })) };
  }
  vi.stubGlobal('navigator', { locks: { request, query } });
  vi.stubGlobal('self', { origin: 'https://example.org' });
}

describe('the lock of a run', () => {
  it('is held until the tab begins another, however many it trains', async () => {
    installLocks();
    const locks = createRunLocks();
    for (const id of ['first', 'second', 'third']) expect(await locks.hold(id)).toBe(true);
    expect(await locks.held()).toEqual(new Set(['third']));
  });

  it('is that of the latest run, also for one who asks before it is granted', async () => {
    installLocks();
    const locks = createRunLocks();
    await locks.hold('first');
    void locks.hold('second');
    void locks.hold('third');
    expect(await locks.held()).toEqual(new Set(['third']));
  });

  it('leaves those of other tabs alone', async () => {
    installLocks();
    const [here, there] = [createRunLocks(), createRunLocks()];
    await here.hold('mine');
    await there.hold('theirs');
    await here.hold('my next');
    expect(await here.held()).toEqual(new Set(['my next', 'theirs']));
  });

  it('is not to be had while another tab holds it, and the one before is kept', async () => {
    installLocks();
    const [here, there] = [createRunLocks(), createRunLocks()];
    await here.hold('mine');
    await there.hold('theirs');
    expect(await here.hold('theirs')).toBe(false);
    expect(await here.held()).toEqual(new Set(['mine', 'theirs']));
  });

  it('is none where the browser has no locks', async () => {
    vi.stubGlobal('navigator', {});
    vi.stubGlobal('self', { origin: 'https://example.org' });
    const locks = createRunLocks();
    expect(await locks.hold('first')).toBe(false);
    expect(await locks.held()).toEqual(new Set());
    expect(await locks.becomesFree('first', 5000)).toBe(true);
  });
});

describe('looking whether a run is free', () => {
  it('says so at once where no tab is at work on it', async () => {
    installLocks();
    expect(await createRunLocks().becomesFree('left', 60_000)).toBe(true);
  });

  it('waits for a tab that is about to let go', async () => {
    installLocks();
    const [here, there] = [createRunLocks(), createRunLocks()];
    await there.hold('theirs');
    const looking = here.becomesFree('theirs', 60_000);
    await there.hold('their next');
    expect(await looking).toBe(true);
  });

  it('gives up on one that is held for longer', async () => {
    installLocks();
    const [here, there] = [createRunLocks(), createRunLocks()];
    await there.hold('theirs');
    vi.useFakeTimers();
    const looking = here.becomesFree('theirs', 5000);
    await vi.advanceTimersByTimeAsync(5000);
    expect(await looking).toBe(false);
  });

  it('takes it for free where the use of locks is refused', async () => {
    const request = vi.fn().mockRejectedValue(new DOMException('Access is denied', 'SecurityError'));
    vi.stubGlobal('navigator', { locks: { request } });
    vi.stubGlobal('self', { origin: 'null' });
    expect(await createRunLocks().becomesFree('left', 5000)).toBe(true);
    expect(await createRunLocks().hold('left')).toBe(false);
  });
});
