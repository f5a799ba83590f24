/** Where runs are kept: shared by two tabs, refused, full, cleared or full of something else. */
import { KEPT_RUNS } from '../src/app/runs/run-storage.ts';
import { leaveRun, storedRuns, untilRunIsKept } from './support/kept-run.ts';
import { expect, LivePage, SMALL, test } from './support/live-page.ts';
import { minutes } from './support/timeouts.ts';

test.describe.configure({ timeout: minutes(5) });

test('two tabs do not overwrite each other, and neither offers what the other is at work on', async ({ context }) => {
  const [first, second] = [new LivePage(await context.newPage()), new LivePage(await context.newPage())];
  await first.open(SMALL);
  await first.startTraining(20);
  await first.press('Pause');
  await first.expectState('paused');
  await second.open({ ...SMALL, seed: 1 });
  await second.startTraining(40);
  await second.press('Pause');
  await second.expectState('paused');
  await expect(second.part('saved-run')).toHaveCount(0);
  const steps = [await first.step(), await second.step()];
  await untilRunIsKept(first.page, steps[0]);
  await untilRunIsKept(second.page, steps[1]);
  await first.page.close();
  await second.page.close();

  const third = new LivePage(await context.newPage());
  await third.open(SMALL);
  await expect(third.part('saved-run')).toBeVisible();
  const kept = (await storedRuns(third.page)).toSorted((a, b) => a.seed - b.seed);
  expect(kept).toEqual(steps.map((done, seed) => ({ seed, steps: done })));
});

/** Takes up the run that it is offered, trains a little of it, pauses, and gives the step that it is stored at. */
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

test('two tabs that are offered one run may both go on with it, each in a place of its own', async ({ context }) => {
  const left = new LivePage(await context.newPage());
  await left.open(SMALL);
  await leaveRun(left);
  await left.page.close();
  const [first, second] = [new LivePage(await context.newPage()), new LivePage(await context.newPage())];
  await first.open(SMALL);
  await second.open(SMALL);
  await expect(first.part('saved-run')).toBeVisible();
  await expect(second.part('saved-run')).toBeVisible();
  const step = await takeUp(first);
  await takeUp(second);
  await untilRunIsKept(first.page, step);
});

test('a few runs are kept and no more, however quickly one follows another', async ({ live, page }) => {
  await live.open({ ...SMALL, backend: 'wasm' });
  const counts: number[] = [];
  for (let seed = 0; seed < 30; seed++) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
    await page.evaluate(async (next) => {
      // Stored once and left at once: all that there is time for.
      await window.softmaxLive.step();
      await window.softmaxLive.reset({ seed: next });
    }, seed);
    counts.push((await storedRuns(page)).length);
  }
  expect(Math.max(...counts)).toBe(KEPT_RUNS);
});

test('a run that has lain there for more than thirty days is offered no more, and cleared away', async ({
  live,
  page,
}) => {
  await live.open();
  await leaveRun(live);
  await page.clock.install({ time: Date.now() + 31 * 24 * 3600 * 1000 });
  await live.open();
  await expect.poll(() => storedRuns(page)).toEqual([]);
  await expect(live.part('saved-run')).toHaveCount(0);
});

test.describe('storage that is no help', () => {
  const NOT_SAVED = /so the run is not being saved\. Training continues/;

  async function expectTrainsUnsaved(live: LivePage, words: RegExp): Promise<void> {
    await live.startTraining(20);
    await live.press('Pause');
    await expect(live.notice(NOT_SAVED)).toContainText(words);
    await expect(live.notice(NOT_SAVED)).toHaveCount(1);
    const step = await live.step();
    await live.press('Resume');
    await live.expectStepsBeyond(step);
  }

  test('because it is refused is told of, and training goes on', async ({ live, page }) => {
    await page.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('Storage is forbidden here', 'SecurityError');
      };
    });
    await live.open();
    await expectTrainsUnsaved(live, /can be stored in this browser/);
  });

  test('because it is full is told of, and training goes on', async ({ live, page }) => {
    await page.addInitScript(() => {
      IDBObjectStore.prototype.put = () => {
        throw new DOMException('No room', 'QuotaExceededError');
      };
    });
    await live.open();
    await expectTrainsUnsaved(live, /storage is full/);
  });

  test('because it is full of what another release has left is cleared of that first', async ({ live, page }) => {
    // As long as that is there, there is no room for anything else.
    const content = `{
      const { put, delete: remove } = IDBObjectStore.prototype;
      let full = false;
      IDBObjectStore.prototype.put = function (value, ...key) {
        if (full) throw new DOMException('No room', 'QuotaExceededError');
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
  });

  test('for a moment, because it was cleared in the middle of a run, holds the run again soon', async ({
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

  test('because it holds something else is asked for nothing', async ({ live, page }) => {
    await live.open();
    await leaveRun(live);
    // Where the app is not: it may still be at work on storing the pause.
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
    await live.startTraining(5);
  });
});
