import { afterEach, describe, expect, it, vi } from 'vitest';
import { createRunLocks } from './run-locks.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** Exclusive locks are granted at once and held until their promise settles; shared ones wait until that is so. */
function installLocks(): void {
  const held = new Map<string, Promise<void>>();
  async function request(
    name: string,
    ...rest: [work: () => Promise<void>] | [{ signal: AbortSignal }, work: () => undefined]
  ) {
    if (rest.length === 2) {
      const [{ signal }, look] = rest;
      const refused = new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      });
      await Promise.race([held.get(name), refused]);
      look();
      return;
    }
    const over = rest[0]();
    held.set(name, over);
    await over;
    held.delete(name);
  }
  vi.stubGlobal('navigator', {
    locks: { request, query: async () => ({ held: Array.from(held.keys(), (name) => ({ name })) }) },
  });
  vi.stubGlobal('self', { origin: 'https://example.org' });
}

describe('the lock of a run', () => {
  it('is held until the tab begins another, however many it trains', async () => {
    installLocks();
    const locks = createRunLocks();
    for (const id of ['first', 'second', 'third']) locks.hold(id);
    await Promise.resolve();
    expect(await locks.held()).toEqual(new Set(['third']));
  });

  it('leaves those of other tabs alone', async () => {
    installLocks();
    const [here, there] = [createRunLocks(), createRunLocks()];
    here.hold('mine');
    there.hold('theirs');
    here.hold('my next');
    await Promise.resolve();
    expect(await here.held()).toEqual(new Set(['my next', 'theirs']));
  });

  it('is none where the browser has no locks', async () => {
    vi.stubGlobal('navigator', {});
    vi.stubGlobal('self', { origin: 'https://example.org' });
    const locks = createRunLocks();
    locks.hold('first');
    expect(locks.available).toBe(false);
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
    there.hold('theirs');
    const looking = here.becomesFree('theirs', 60_000);
    there.hold('their next');
    expect(await looking).toBe(true);
  });

  it('gives up on one that is held for longer', async () => {
    vi.useFakeTimers();
    installLocks();
    const [here, there] = [createRunLocks(), createRunLocks()];
    there.hold('theirs');
    const looking = here.becomesFree('theirs', 5000);
    await vi.advanceTimersByTimeAsync(5000);
    expect(await looking).toBe(false);
  });

  it('takes it for free where the use of locks is refused', async () => {
    const request = vi.fn().mockRejectedValue(new DOMException('Access is denied', 'SecurityError'));
    vi.stubGlobal('navigator', { locks: { request } });
    vi.stubGlobal('self', { origin: 'null' });
    expect(await createRunLocks().becomesFree('left', 5000)).toBe(true);
  });
});
