/** The offer of an earlier run in an embedded page, whose frame may be as tall as its content. */
import type { Locator } from '@playwright/test';
import { PANELS } from '../src/core/controls.ts';
import { leaveRun } from './support/kept-run.ts';
import { expect, SMALL, test } from './support/live-page.ts';
import { minutes } from './support/timeouts.ts';

test.describe.configure({ timeout: minutes(3) });

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  if (!box) throw new Error('The element is not on the screen');
  return box;
}

test('the frame offers an earlier run below Train and covers no figure with the offer', async ({ page, live }) => {
  // As tall as a frame is that shows everything.
  const size = (width: number) => page.setViewportSize({ width, height: 2400 });
  await size(720);
  await live.open({ ...SMALL, embed: 1, panels: PANELS.join(',') });
  await leaveRun(live);
  await page.reload();
  const panel = page.locator('#train');
  const offer = panel.getByTestId('saved-run');
  await expect(offer).toBeVisible();
  let around = await boxOf(panel);
  for (const width of [320, 390, 720]) {
    await size(width);
    const place = await boxOf(offer);
    around = await boxOf(panel);
    expect(place.y + place.height, `${width} px`).toBeLessThan(around.y + around.height);
    for (const part of [live.button('Train'), live.part('progress'), live.part('test-accuracy')]) {
      const { y, height } = await boxOf(part);
      expect(y + height, `${width} px`).toBeLessThanOrEqual(place.y);
    }
    // The offer takes the place of the facts.
    await expect(live.part('backend')).toBeHidden();
  }
  await offer.getByRole('button', { name: 'Not now' }).click();
  await expect(live.part('backend')).toBeVisible();
  expect((await boxOf(panel)).y).toBe(around.y);
});
