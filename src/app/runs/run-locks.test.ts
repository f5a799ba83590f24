import { afterEach, describe, expect, it, vi } from 'vitest';
import { createRunLocks } from './run-locks.ts';

afterEach(() => vi.unstubAllGlobals());

/** Exclusive locks that nobody else wants, so that each is granted at once and held until its promise settles. */
function installLocks(): void {
  const held = new Set<string>();
  vi.stubGlobal('navigator', {
    locks: {
      async request(name: string, work: () => Promise<void>) {
        held.add(name);
        await work();
        held.delete(name);
      },
      query: async () => ({ held: Array.from(held, (name) => ({ name })) }),
    },
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
  });
});
