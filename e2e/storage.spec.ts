/** Stored runs: two tabs, damaged and old records, full and cleared storage. */
import { KEPT_RUNS } from '../src/app/runs/run-storage.ts';
import { leaveRun, storedRuns, untilRunIsKept } from './support/kept-run.ts';
import { expect, LivePage, type Query, SMALL, test } from './support/live-page.ts';
import { minutes } from './support/timeouts.ts';

test.describe.configure({ timeout: minutes(5) });

/** Continues the offered run, trains some steps, pauses, and returns the step that is stored. */
async function takeUp(tab: LivePage): Promise<number> {
  await tab.page.bringToFront();
  await tab
    .part('saved-run')
    .getByRole('button', { name: /^Continue/ })
    .click();
  await tab.expectState('running');
  const step = await tab.step();
  await tab.expectStepsBeyond(step + 10);
  await tab.press('Pause');
  await tab.expectState('paused');
  await untilRunIsKept(tab.page, await tab.step());
  return tab.step();
}

test('two tabs each keep their run, offer only unlocked runs, and can both continue one', async ({ context }) => {
  const open = async (query: Query = SMALL) => {
    const tab = new LivePage(await context.newPage());
    await tab.open(query);
    return tab;
  };
  const first = await open();
  await leaveRun(first);
  const second = await open({ ...SMALL, seed: 1 });
  await leaveRun(second);
  await test.step('neither overwrites the other’s run or offers it', async () => {
    await expect(second.part('saved-run')).toHaveCount(0);
    const kept = (await storedRuns(second.page)).toSorted((a, b) => a.seed - b.seed);
    expect(kept).toEqual([
      { seed: 0, steps: await first.step() },
      { seed: 1, steps: await second.step() },
    ]);
  });
  await first.page.close();
  await second.page.close();

  const [third, fourth] = [await open(), await open()];
  await test.step('two tabs that continue the same offered run store it under different ids', async () => {
    await expect(third.part('saved-run')).toBeVisible();
    await expect(fourth.part('saved-run')).toBeVisible();
    const step = await takeUp(third);
    await takeUp(fourth);
    await untilRunIsKept(third.page, step);
  });
});

test('no more than three runs are kept, however quickly one follows another', async ({ live, page }) => {
  await live.open({ ...SMALL, backend: 'wasm' });
  const counts: number[] = [];
  for (let seed = 0; seed < 12; seed++) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
    await page.evaluate(async (next) => {
      // Stored once and replaced at once.
      await window.softmaxLive.step();
      await window.softmaxLive.reset({ seed: next });
    }, seed);
    counts.push((await storedRuns(page)).length);
  }
  expect(Math.max(...counts)).toBe(KEPT_RUNS);
});

test('a stored run that is damaged or too old is not offered again and is deleted', async ({ live, page }) => {
  await live.open();
  await leaveRun(live);
  // Where the app is not: it may still be storing the pause.
  await page.goto('/robots.txt');
  await page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('softmax-live');
      request.addEventListener('success', () => resolve(request.result));
    });
    const runs = db.transaction('runs', 'readwrite').objectStore('runs');
    const all = await new Promise<{ id: string }[]>((resolve) => {
      const request = runs.getAll();
      request.addEventListener('success', () => resolve(request.result));
    });
    const puts = all.map(({ id }) => runs.put({ id, snapshot: 'of another release', story: [], drawing: null }));
    await Promise.all(puts.map((put) => new Promise((resolve) => put.addEventListener('success', resolve))));
    db.close();
  });
  await live.open();
  await live
    .part('saved-run')
    .getByRole('button', { name: /^Continue/ })
    .click();
  await expect(live.notice('could not be restored')).toBeVisible();
  await expect(live.part('saved-run')).toHaveCount(0);
  await expect.poll(() => storedRuns(page)).toEqual([]);

  await test.step('after thirty-one days', async () => {
    await leaveRun(live);
    await page.clock.install({ time: Date.now() + 31 * 24 * 3600 * 1000 });
    await live.open();
    await expect.poll(() => storedRuns(page)).toEqual([]);
    await expect(live.part('saved-run')).toHaveCount(0);
  });
});

test.describe('storage that keeps nothing', () => {
  const NOT_SAVED = /so the run is not being saved\. Training continues/;

  test('because it is full is cleared of another release’s records first, then reported once; training continues', async ({
    live,
    page,
  }) => {
    // As long as a record of format 99 exists, there is no room for anything else.
    const content = `{
      const { put, delete: remove } = IDBObjectStore.prototype;
      let full = false;
      IDBObjectStore.prototype.put = function (value, ...key) {
        if (full || window.noRoomAtAll) throw new DOMException('No room', 'QuotaExceededError');
        full = value.format === 99;
        return put.call(this, value, ...key);
      };
      IDBObjectStore.prototype.delete = function (key) {
        if (key === 'theirs') full = false;
        return remove.call(this, key);
      };
    }`;
    await page.addInitScript({ content });
    await live.open();
    await leaveRun(live);
    await page.evaluate(async () => {
      const db = await new Promise<IDBDatabase>((resolve) => {
        const request = indexedDB.open('softmax-live');
        request.addEventListener('success', () => resolve(request.result));
      });
      const put = db.transaction('summaries', 'readwrite').objectStore('summaries').put({ id: 'theirs', format: 99 });
      await new Promise((resolve) => put.addEventListener('success', resolve));
      db.close();
    });
    const kept = await live.step();
    await live.press('Resume');
    await live.expectStepsBeyond(kept);
    await live.press('Pause');
    await live.expectState('paused');
    await untilRunIsKept(page, await live.step());
    await expect(live.notice(NOT_SAVED)).toHaveCount(0);

    await page.evaluate(() => Object.assign(window, { noRoomAtAll: true }));
    await live.press('Resume');
    await live.expectStepsBeyond(await live.step());
    await live.press('Pause');
    await expect(live.notice(NOT_SAVED)).toContainText(/storage is full/);
    await expect(live.notice(NOT_SAVED)).toHaveCount(1);
    const step = await live.step();
    await live.press('Resume');
    await live.expectStepsBeyond(step);
  });

  test('because it was cleared in the middle of a run holds the run again at the next pause', async ({
    live,
    page,
  }) => {
    await live.open();
    await leaveRun(live);
    await page.evaluate(
      () =>
        new Promise<void>((resolve, reject) => {
          const request = indexedDB.deleteDatabase('softmax-live');
          request.addEventListener('success', () => resolve());
          request.addEventListener('error', () => reject(request.error ?? new Error('not deleted')));
        }),
    );
    await live.press('Resume');
    await live.expectStepsBeyond(await live.step());
    await live.press('Pause');
    await live.expectState('paused');
    await expect(live.notice(NOT_SAVED)).toHaveCount(0);
    await untilRunIsKept(page);
    await page.reload();
    await expect(live.part('saved-run')).toBeVisible();
  });
});
