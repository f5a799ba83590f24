/** Runs that the browser has stored. */
import type { Page } from '@playwright/test';
import { expect, INTERVALS_MS, type LivePage } from './live-page.ts';

/** Trains some steps, pauses, and waits until the browser has stored exactly these. */
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

/** Seed and steps of each stored run. */
export async function storedRuns(page: Page): Promise<readonly { readonly seed: number; readonly steps: number }[]> {
  return page.evaluate(async () => {
    // Opening a missing database would create it.
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
 * Waits until the browser has stored a run, with exactly `steps` if given. A pause does not wait for that, and leaving
 * the page could come before it.
 */
export async function untilRunIsKept(page: Page, steps?: number): Promise<void> {
  const stepsKept = async () => (await storedRuns(page)).map((run) => run.steps);
  await expect.poll(stepsKept, { intervals: INTERVALS_MS }).toContainEqual(steps ?? expect.any(Number));
}
