/** Where runs are kept: shared by two tabs, refused, full, cleared or full of something else. */
import { untilRunIsKept } from './support/kept-run.ts';
import { expect, LivePage, SMALL, test } from './support/live-page.ts';
import { minutes } from './support/patience.ts';

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
  const kept = await third.page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('softmax-live');
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', () => reject(request.error ?? new Error('not opened')));
    });
    const runs = await new Promise<{ snapshot: { config: { seed: number }; run: { epoch: number; batch: number } } }[]>(
      (resolve) => {
        const request = db.transaction('runs').objectStore('runs').getAll();
        request.addEventListener('success', () => resolve(request.result));
      },
    );
    db.close();
    return runs
      .map(({ snapshot: { config, run } }) => [config.seed, run.epoch * 1250 + run.batch])
      .toSorted(([a = 0], [b = 0]) => a - b);
  });
  expect(kept).toEqual([[0, steps[0]], [1, steps[1]]]); // prettier-ignore
});

test.describe('storage that is no help', () => {
  const NOT_SAVED = /so the run is not being saved\. Training goes on/;

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
    await expectTrainsUnsaved(live, /lets this page store nothing/);
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

  test('for a moment, because it was cleared in the middle of a run, holds the run again soon', async ({
    live,
    page,
  }) => {
    await live.open();
    await live.startTraining(20);
    await live.press('Pause');
    await live.expectState('paused');
    await untilRunIsKept(page);
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
    await live.startTraining(20);
    await live.press('Pause');
    await live.expectState('paused');
    await untilRunIsKept(page);
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
    await expect(live.notice('That did not work')).toBeVisible();
    await expect(live.part('saved-run')).toHaveCount(0);
    await live.startTraining(5);
  });
});
