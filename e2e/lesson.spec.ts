/** The loss on the drawing, one training step on it, and its prediction over a run. */
import { THREE } from './support/digits.ts';
import { expect, SMALL, sharedTest, test } from './support/live-page.ts';
import { minutes } from './support/timeouts.ts';
import { DIGITS, drawDigit, sum } from './support/softmax-panel.ts';

test.describe.configure({ timeout: minutes(4) });

/** A network that reads as well as the page's own: its answer for a careful digit is as good as certain. */
const SHIPPED = { ...SMALL, layers: '520,320,240,120', weights: 'pretrained' } as const;

sharedTest(
  'one step on the drawing moves the answer towards the digit meant, and can be undone exactly',
  async ({ live, page }) => {
    await drawDigit(live);
    const before = await live.probabilities();
    const meant = before.indexOf(Math.min(...before));
    await page.getByRole('radio', { name: String(meant), exact: true }).check();
    const loss = live.part('drawing-loss');
    await expect
      .poll(async () => Number(await loss.getAttribute('data-value')))
      .toBeCloseTo(-Math.log(before[meant] ?? 0), 4);
    const gradients = await page
      .getByTestId(/^gradient-\d$/)
      .evaluateAll((elements) => elements.map((row) => Number(row.getAttribute('data-value'))));
    for (const digit of DIGITS) {
      expect(gradients[digit]).toBeCloseTo((before[digit] ?? 0) - (digit === meant ? 1 : 0), 5);
    }

    await page.getByRole('button', { name: 'Learn this drawing' }).click();
    await expect(page.locator('#softmax')).toContainText(`One step towards ${meant}`);
    await expect.poll(async () => (await live.probabilities())[meant]).toBeGreaterThan(1.5 * (before[meant] ?? 1));
    await expect(page.locator('#softmax')).toContainText('p before → now');
    await page.getByRole('button', { name: 'Learn it once more' }).click();
    await page.getByRole('button', { name: 'Take back 2 steps' }).click();
    await expect.poll(() => live.probabilities()).toEqual(before);
    await expect(page.getByRole('button', { name: 'Take it back' })).toBeDisabled();
  },
);

test('no step is offered while p is near 1, until another digit is meant', async ({ live, page }) => {
  await live.open(SHIPPED);
  await live.drawByScript(THREE);
  const learn = page.getByRole('button', { name: 'Learn this drawing' });
  const part = page.locator('#loss-link');
  await expect(part).toContainText('The loss is practically 0, and so is the gradient');
  await expect(learn).toBeDisabled();
  await page.getByRole('radio', { name: '8', exact: true }).check();
  await expect(part).not.toContainText('practically 0');
  await learn.click();
  await expect(part).toContainText('One step towards 8');
  await page.getByRole('button', { name: 'Take it back' }).click();

  await test.step('a step in a deep network raises the digit meant, and no third one', async () => {
    await live.press('Clear');
    // Half a step too short, and it is a 5.
    await live.drawByScript([
      [
        [0.75, 0.15],
        [0.25, 0.15],
        [0.25, 0.85],
        [0.75, 0.85],
      ],
      [
        [0.25, 0.5],
        [0.65, 0.5],
      ],
    ]);
    await page.getByRole('radio', { name: '3', exact: true }).check();
    await learn.click();
    await expect(part).toContainText('One step towards 3');
    await expect.poll(async () => (await live.probabilities())[3]).toBeGreaterThan(0.4);
    expect((await live.probabilities())[5]).toBeLessThan(0.4);
  });
});

sharedTest(
  'the digit meant is forgotten with a new drawing, and the page says whether it was guessed',
  async ({ live, page }) => {
    await drawDigit(live);
    const meant = live.part('meant');
    await expect(meant).toContainText('Guessed from the answer');
    await page.getByRole('button', { name: 'Learn this drawing' }).click();
    await expect(page.locator('#softmax')).toContainText('One step towards');
    await expect(meant).toContainText('Guessed from the answer');

    const other = (Number(await meant.getAttribute('data-value')) + 1) % 10;
    const choose = () => page.getByRole('radio', { name: String(other), exact: true }).check();
    await choose();
    await expect(meant).toContainText('Your choice');
    const seven = '<path d="M30 30H70L45 80" fill="none" stroke="black" stroke-width="8"/>';
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100">${seven}</svg>`;
    await live
      .part('image-input')
      .setInputFiles({ name: 'seven.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(svg) });
    await expect(page.getByText('From your image seven.svg')).toBeVisible();
    // The step was on another drawing, and can still be taken back.
    await expect(page.getByRole('button', { name: 'Take it back' })).toBeEnabled();
    await expect(page.getByRole('button', { name: 'Learn this drawing' })).toBeVisible();
    await expect(meant).toContainText('Guessed from the answer');

    await choose();
    await page.evaluate(async (strokes) => {
      const { softmaxLive } = window;
      await Promise.all([softmaxLive.clear(), softmaxLive.draw(strokes)]);
    }, THREE);
    await expect(meant).toContainText('Guessed from the answer');
  },
);

sharedTest(
  'a step on the drawing needs a paused run, and cannot be undone once the run continues',
  async ({ live, page }) => {
    await drawDigit(live);
    await live.startTraining();
    const learn = page.getByRole('button', { name: 'Learn this drawing' });
    await expect(learn).toBeDisabled();
    await live.press('Pause');
    await live.expectState('paused');
    await learn.click();
    await expect(page.getByRole('button', { name: 'Take it back' })).toBeEnabled();
    await live.press('Step');
    await expect(page.getByRole('button', { name: 'Take it back' })).toBeDisabled();
  },
);

sharedTest(
  'the strip records the run, works with keys and pointer, and is cleared by a new drawing',
  async ({ live, page }) => {
    await drawDigit(live);
    const strip = live.part('learning-strip');
    await expect(strip).toHaveAttribute('data-points', '0');
    await strip.scrollIntoViewIfNeeded();
    await page.evaluate(() => {
      void window.softmaxLive.train();
    });
    const points = async () => Number(await strip.getAttribute('data-points'));
    await expect.poll(points, { timeout: minutes(2) }).toBeGreaterThan(5);
    await page.evaluate(() => window.softmaxLive.pause());

    const slider = page.getByRole('slider', { name: 'Moment of the run' });
    const latest = Number(await slider.getAttribute('aria-valuenow'));
    expect(latest).toBeGreaterThan(0);
    /** From 0, the first moment, to 1, the last one that is shown. */
    const place = () =>
      slider.evaluate(({ ariaValueNow, ariaValueMax }) => Number(ariaValueNow) / Number(ariaValueMax));
    await slider.focus();
    await page.keyboard.press('Home');
    await expect(slider).toHaveAttribute('aria-valuenow', '0');
    await expect(slider).toHaveAttribute('aria-valuetext', /^Step 0.*reads \d/);
    const first = await page
      .getByTestId(/^learning-\d$/)
      .evaluateAll((items) => items.map((item) => Number(item.getAttribute('data-value'))));
    expect(sum(first)).toBeCloseTo(1, 6);
    await page.keyboard.press('ArrowRight');
    await expect(slider).not.toHaveAttribute('aria-valuenow', '0');
    await page.keyboard.press('End');
    await expect.poll(place).toBe(1);
    // The moment nearest to the left edge: the first or, after a long run, one that is drawn within the same pixels.
    await slider.click({ position: { x: 2, y: 40 } });
    await expect.poll(place).toBeLessThan(0.02);
    await page.getByRole('button', { name: 'To the latest' }).click();
    await expect.poll(async () => Number(await slider.getAttribute('aria-valuenow'))).toBeGreaterThanOrEqual(latest);

    // Another stroke, and the record is gone: it says so before it begins anew.
    const anew = strip.getByText('Starts again after every change of the drawing.');
    await expect(anew).toHaveAttribute('data-late', 'false');
    await live.drawByScript([...THREE, ...THREE]);
    await expect(strip).toHaveAttribute('data-points', '0');
    await expect(anew).toBeVisible();
    await page.evaluate(() => window.softmaxLive.resume());
    await expect.poll(points, { timeout: minutes(2) }).toBeGreaterThan(0);
    await expect(anew).toHaveAttribute('data-late', 'true');

    await live.press('Clear');
    await expect(strip).toHaveAttribute('data-points', '0');
    await expect(strip).toContainText('Draw a digit and train');
  },
);
