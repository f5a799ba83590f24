import { afterEach, describe, expect, it, vi } from 'vitest';
import { createRunLocks } from './run-locks.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const nextTask = () => new Promise((resolve) => setTimeout(resolve));

/**
 * Exclusive locks are granted at once or refused, and are held until their promise settles. Shared locks wait for that.
 * As in a browser, each request is answered in a task of its own.
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
  it('is held only until the tab begins another run', async () => {
    installLocks();
    const locks = createRunLocks();
    for (const id of ['first', 'second', 'third']) expect(await locks.hold(id)).toBe(true);
    expect(await locks.held()).toEqual(new Set(['third']));
  });

  it('is that of the latest run, even before it is granted', async () => {
    installLocks();
    const locks = createRunLocks();
    await locks.hold('first');
    void locks.hold('second');
    void locks.hold('third');
    expect(await locks.held()).toEqual(new Set(['third']));
  });

  it('does not affect the locks of other tabs', async () => {
    installLocks();
    const [here, there] = [createRunLocks(), createRunLocks()];
    await here.hold('mine');
    await there.hold('theirs');
    await here.hold('my next');
    expect(await here.held()).toEqual(new Set(['my next', 'theirs']));
  });

  it('is refused while another tab holds it, and the former lock is kept', async () => {
    installLocks();
    const [here, there] = [createRunLocks(), createRunLocks()];
    await here.hold('mine');
    await there.hold('theirs');
    expect(await here.hold('theirs')).toBe(false);
    expect(await here.held()).toEqual(new Set(['mine', 'theirs']));
  });

  it('is never granted in a browser without locks, and every run counts as free', async () => {
    vi.stubGlobal('navigator', {});
    vi.stubGlobal('self', { origin: 'https://example.org' });
    const locks = createRunLocks();
    expect(await locks.hold('first')).toBe(false);
    expect(await locks.held()).toEqual(new Set());
    expect(await locks.becomesFree('first', 5000)).toBe(true);
  });
});

describe('the check whether a run is free', () => {
  it('succeeds at once when no tab uses the run', async () => {
    installLocks();
    expect(await createRunLocks().becomesFree('left', 60_000)).toBe(true);
  });

  it('waits for a tab that is about to release the run', async () => {
    installLocks();
    const [here, there] = [createRunLocks(), createRunLocks()];
    await there.hold('theirs');
    const looking = here.becomesFree('theirs', 60_000);
    await there.hold('their next');
    expect(await looking).toBe(true);
  });

  it('fails when another tab holds the run past the limit', async () => {
    installLocks();
    const [here, there] = [createRunLocks(), createRunLocks()];
    await there.hold('theirs');
    vi.useFakeTimers();
    const looking = here.becomesFree('theirs', 5000);
    await vi.advanceTimersByTimeAsync(5000);
    expect(await looking).toBe(false);
  });

  it('succeeds when the browser refuses locks', async () => {
    const request = vi.fn().mockRejectedValue(new DOMException('Access is denied', 'SecurityError'));
    vi.stubGlobal('navigator', { locks: { request } });
    vi.stubGlobal('self', { origin: 'null' });
    expect(await createRunLocks().becomesFree('left', 5000)).toBe(true);
    expect(await createRunLocks().hold('left')).toBe(false);
  });
});
