/** The run of this visit, for the next one. */
import type { Page } from '@playwright/test';
import { expect, type LivePage } from './live-page.ts';

/** Trains a little, pauses, and waits until the browser has stored just that. */
export async function leaveRun(live: LivePage): Promise<void> {
  await live.startTraining(20);
  await live.press('Pause');
  await live.expectState('paused');
  await untilRunIsKept(live.page, await live.step());
}

interface StoredRun {
  readonly snapshot: {
    readonly config: { readonly seed: number };
    readonly run: { readonly optimizer: { readonly steps: number } };
  };
}

/** What the browser has stored, with the seed and the steps of each run. */
export async function storedRuns(page: Page): Promise<readonly { readonly seed: number; readonly steps: number }[]> {
  return page.evaluate(async () => {
    // Opening one that is not there would make one, and an empty one.
    const databases = await indexedDB.databases();
    if (!databases.some(({ name }) => name === 'softmax-live')) return [];
    const runs = await new Promise<readonly StoredRun[]>((resolve, reject) => {
      const opening = indexedDB.open('softmax-live');
      opening.addEventListener('error', () => reject(new Error(opening.error?.message)));
      opening.addEventListener('success', () => {
        const { result: database } = opening;
        const reading = database.transaction('runs').objectStore('runs').getAll();
        reading.addEventListener('success', () => {
          database.close();
          resolve(reading.result);
        });
      });
    });
    return runs.map(({ snapshot: { config, run } }) => ({ seed: config.seed, steps: run.optimizer.steps }));
  });
}

/**
 * Until the browser has stored one, and one that has done exactly `steps` where that is given: a pause does not wait for
 * it, and what the page is left with would come before it.
 */
export async function untilRunIsKept(page: Page, steps?: number): Promise<void> {
  const stepsKept = async () => (await storedRuns(page)).map((run) => run.steps);
  await expect.poll(stepsKept, { intervals: [50, 100, 150] }).toContainEqual(steps ?? expect.any(Number));
}
