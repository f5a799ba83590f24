/** The run of this visit, for the next one. */
import type { Page } from '@playwright/test';
import { expect } from './live-page.ts';

/**
 * Until the browser has stored one, and one that has done exactly `steps` where that is given: a pause does not wait for
 * it, and what the page is left with would come before it.
 */
export async function untilRunIsKept(page: Page, steps?: number): Promise<void> {
  const stepsKept = () =>
    page.evaluate(async () => {
      // Opening one that is not there would make one, and an empty one.
      const databases = await indexedDB.databases();
      if (!databases.some(({ name }) => name === 'softmax-live')) return [];
      interface Kept {
        readonly snapshot: { readonly run: { readonly optimizer: { readonly steps: number } } };
      }
      const runs = await new Promise<readonly Kept[]>((resolve, reject) => {
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
      return runs.map(({ snapshot }) => snapshot.run.optimizer.steps);
    });
  await expect.poll(stepsKept).toContainEqual(steps ?? expect.any(Number));
}
