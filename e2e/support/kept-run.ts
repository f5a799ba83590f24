/** The run of this visit, for the next one. */
import type { Page } from '@playwright/test';
import { expect } from './live-page.ts';

/** Until the browser has stored one: a pause does not wait for that, and a reload would come before it. */
export async function untilRunIsKept(page: Page): Promise<void> {
  const count = () =>
    page.evaluate(async () => {
      // Opening one that is not there would make one, and an empty one.
      const databases = await indexedDB.databases();
      if (!databases.some(({ name }) => name === 'softmax-live')) return 0;
      return new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('softmax-live');
        opening.addEventListener('error', () => reject(new Error(opening.error?.message)));
        opening.addEventListener('success', () => {
          const { result: database } = opening;
          const counting = database.transaction('summaries').objectStore('summaries').count();
          counting.addEventListener('success', () => {
            database.close();
            resolve(counting.result);
          });
        });
      });
    });
  await expect.poll(count).toBeGreaterThan(0);
}
