import { describe, expect, it, vi } from 'vitest';
import type { Notice } from '../core/notices.ts';
import type { EngineEvent } from '../engine/engine.ts';
import { isOtherRelease, watchRelease } from './release-watch.ts';
import { openSession, settled } from './testing/open-session.ts';

const missing = (reason: string): Notice => ({ kind: 'error', code: 'engine-error', params: { reason } });
const CHROMIUM = missing('Failed to fetch dynamically imported module: https://host.test/assets/charts-1.js');
const SAFARI = missing('Importing a module script failed.');
const STYLES = missing('Unable to preload CSS for https://host.test/assets/charts-1.css');

const page = (app: string) => `<meta name="softmax-live" data-languages="en ko" data-app="${app}" />`;

/** The codes of the offers after these notices, in turn. */
async function offersAfter(notices: readonly Notice[], { replaced }: { readonly replaced: boolean }) {
  const { session, codes } = openSession();
  const saveRun = vi.spyOn(session, 'saveRun');
  const otherRelease = vi.fn(async () => replaced);
  watchRelease(session, otherRelease);
  for (const notice of notices) {
    session.notify(notice);
    await settled();
  }
  const offers = codes().filter((code) => code === 'newer-release' || code === 'part-missing');
  return { offers, saveRun, otherRelease };
}

describe('a part of the page that can’t be loaded', () => {
  it.each([
    ['Chromium', CHROMIUM],
    ['Firefox', missing('error loading dynamically imported module: https://host.test/assets/charts-1.js')],
    ['Safari', SAFARI],
    ['style sheets', STYLES],
  ])('leads to a reload after a new release, and the run is saved first (%s)', async (_, notice) => {
    const { offers, saveRun } = await offersAfter([notice], { replaced: true });
    expect(offers).toEqual(['newer-release']);
    expect(saveRun).toHaveBeenCalled();
  });

  it('keeps its retry without a new release', async () => {
    const { offers, saveRun } = await offersAfter([CHROMIUM, STYLES], { replaced: false });
    expect(offers).toEqual([]);
    expect(saveRun).not.toHaveBeenCalled();
  });

  it('leads to a reload without a new release where another try fails too', async () => {
    expect((await offersAfter([CHROMIUM, CHROMIUM], { replaced: false })).offers).toEqual(['part-missing']);
  });
});

describe('an engine that can’t be started', () => {
  it.each([
    { kind: 'warning', code: 'worker-unavailable', params: { reason: 'The worker could not be started' } },
    { kind: 'warning', code: 'engine-restarted', params: { reason: 'killed' } },
    { kind: 'error', code: 'backend-none', params: { reason: '' } },
  ] satisfies readonly Notice[])('leads to a reload after a new release only ($code)', async (notice) => {
    expect((await offersAfter([notice], { replaced: true })).offers).toEqual(['newer-release']);
    expect((await offersAfter([notice, notice], { replaced: false })).offers).toEqual([]);
  });

  it('leads to a reload after a new release where the code of a backend is missing', async () => {
    const { session, engine, codes } = openSession();
    await session.ready;
    watchRelease(session, async () => true);
    const report = session.store.getState().backend;
    if (!report) throw new Error('The fake engine has no backend');
    const passedOver = [{ backend: 'webgpu', why: 'error', detail: 'Failed to fetch' }] as const;
    engine.emit({ type: 'backend', report: { ...report, passedOver } } satisfies EngineEvent);
    await settled();
    expect(codes()).toContain('newer-release');
  });
});

it('notices about other things ask the host nothing', async () => {
  const others: readonly Notice[] = [
    { kind: 'error', code: 'engine-error', params: { reason: 'out of memory', code: 'memory' } },
    { kind: 'info', code: 'file-unwanted', params: { name: 'a.txt' } },
  ];
  expect((await offersAfter(others, { replaced: true })).otherRelease).not.toHaveBeenCalled();
});

it('another release is one whose page names another script', () => {
  expect(isOtherRelease(page('./assets/index-2.js'), './assets/index-1.js')).toBe(true);
  expect(isOtherRelease(page('./assets/index-1.js'), './assets/index-1.js')).toBe(false);
  expect(isOtherRelease('<meta name=softmax-live data-app=./assets/index-2.js>', './assets/index-1.js')).toBe(true);
  expect(isOtherRelease('<!doctype html><title>Log in</title>', './assets/index-1.js')).toBe(false);
});
