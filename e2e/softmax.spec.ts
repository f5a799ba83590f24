/** Softmax on the reader's own digit: a table that adds up, a temperature, the loss with one step, the strip. */
import { THREE } from './support/digits.ts';
import { expect, type LivePage, SMALL, test } from './support/live-page.ts';
import { minutes } from './support/patience.ts';

test.describe.configure({ timeout: minutes(4) });

const DIGITS = Array.from({ length: 10 }, (_, digit) => digit);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

interface Row {
  readonly z: number;
  readonly exp: number;
  readonly p: number;
}

const largest = (table: readonly Row[]) => Math.max(...table.map(({ p }) => p));

/** All ten at one moment. */
function rows(live: LivePage): Promise<readonly Row[]> {
  return live.page.getByTestId(/^softmax-row-\d$/).evaluateAll((elements) =>
    elements.map((row) => ({
      z: Number(row.getAttribute('data-z')),
      exp: Number(row.getAttribute('data-exp')),
      p: Number(row.getAttribute('data-p')),
    })),
  );
}

async function ready(live: LivePage): Promise<void> {
  await live.open();
  await live.drawByScript(THREE);
  await expect(live.part('softmax-row-9')).toBeAttached();
}

/** Numbers of a column as they are read, first the ten, then the sum. */
async function shownColumn(live: LivePage, column: number): Promise<readonly number[]> {
  const cells = await live.page
    .locator('#softmax table')
    .first()
    .locator(`tbody td:nth-child(${column})`)
    .allInnerTexts();
  const total = await live
    .part('softmax-sum')
    .locator(`td:nth-child(${column - 1})`)
    .innerText();
  return [...cells, total].map((text) => (text.includes('×') ? 0 : Number(text)));
}

test('an empty pad invites, and a test digit is one press away', async ({ live, page }) => {
  await live.open();
  const panel = page.locator('#softmax');
  await expect(panel).toContainText('Draw a digit on the pad');
  await expect(live.part('softmax-row-0')).toHaveCount(0);
  await panel.getByRole('button', { name: 'Use a test digit' }).click();
  await expect(live.part('softmax-row-0')).toBeVisible();
  await expect(live.part('prediction')).toHaveAttribute('data-digit', /^\d$/);
});

test('the table is softmax of the network’s logits, and its columns add up as they are shown', async ({
  live,
  page,
}) => {
  await ready(live);
  const { logits, probabilities } = await page.evaluate(() => window.softmaxLive.predict(window.softmaxLive.raster()));
  const table = await rows(live);
  table.forEach(({ z, p }, digit) => {
    expect(z).toBeCloseTo(logits[digit] ?? Number.NaN, 5);
    expect(p).toBeCloseTo(probabilities[digit] ?? Number.NaN, 6);
  });
  const total = sum(table.map(({ exp }) => exp));
  expect(Math.max(...table.map(({ exp }) => exp))).toBe(1);
  for (const { exp, p } of table) expect(p).toBeCloseTo(exp / total, 9);
  expect(sum(table.map(({ p }) => p))).toBeCloseTo(1, 9);

  for (const column of [4, 5]) {
    const numbers = await shownColumn(live, column);
    expect(sum(numbers.slice(0, 10))).toBeCloseTo(numbers[10] ?? Number.NaN, 9);
  }
});

test('the temperature works from the keyboard, and both ends are what they are said to be', async ({ live, page }) => {
  await ready(live);
  const slider = page.getByRole('slider', { name: 'Temperature T', exact: true });
  await expect(slider).toHaveAttribute('data-value', '1');
  await slider.focus();
  await page.keyboard.press('Home');
  await expect(slider).toHaveAttribute('data-value', '0.05');
  await expect(slider).toHaveAttribute('aria-valuetext', 'T = 0.05');
  const cold = await rows(live);
  await page.keyboard.press('End');
  await expect(slider).toHaveAttribute('data-value', '20');
  await expect(page.locator('#softmax')).toContainText('every digit gets 10%');
  const hot = await rows(live);
  expect(largest(hot)).toBeLessThan(largest(cold));
  expect(largest(hot)).toBeLessThan(0.2);
  const scale = Math.max(...hot.map(({ z }) => z / 20));
  for (const { z, exp } of hot) expect(exp).toBeCloseTo(Math.exp(z / 20 - scale), 9);

  await page.keyboard.press('ArrowLeft');
  await expect(slider).toHaveAttribute('data-value', '19.4');
  await page.getByRole('button', { name: 'Back to T = 1' }).click();
  await expect(slider).toHaveAttribute('data-value', '1');
  await page.getByRole('textbox', { name: 'T as a number' }).fill('0.3');
  await expect(slider).toHaveAttribute('data-value', '0.3');
});

test('a class that is pointed at lights up everywhere; rows are reached with the arrow keys', async ({
  live,
  page,
}) => {
  await ready(live);
  const lit = (testId: string) => expect(live.part(testId)).toHaveAttribute('data-highlighted', 'true');
  await live.part('probability-4').hover();
  await lit('softmax-row-4');
  await live.part('softmax-row-6').hover();
  await lit('probability-6');
  await expect(live.part('softmax-row-4')).toHaveAttribute('data-highlighted', 'false');

  await page.mouse.move(0, 0);
  await page.getByRole('button', { name: 'Digit 0', exact: true }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await lit('softmax-row-2');
  await lit('probability-2');
  await expect(page.locator('#softmax math').nth(1)).toHaveAttribute('aria-label', /^For 2:/);
});

test('one step on the drawing moves the answer towards what was meant, and is taken back exactly', async ({
  live,
  page,
}) => {
  await ready(live);
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
});

test('a step is taken between two of a run, not in one, and cannot be taken back once the run goes on', async ({
  live,
  page,
}) => {
  await ready(live);
  await live.startTraining();
  const learn = page.getByRole('button', { name: 'Learn this drawing' });
  await expect(learn).toBeDisabled();
  await live.press('Pause');
  await live.expectState('paused');
  await learn.click();
  await expect(page.getByRole('button', { name: 'Take it back' })).toBeEnabled();
  await live.press('Step');
  await expect(page.getByRole('button', { name: 'Take it back' })).toBeDisabled();
});

test('the strip records the run and is gone through with keys and pointer; a new drawing clears it', async ({
  live,
  page,
}) => {
  await ready(live);
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
  const place = () => slider.evaluate(({ ariaValueNow, ariaValueMax }) => Number(ariaValueNow) / Number(ariaValueMax));
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

  await live.press('Clear');
  await expect(strip).toHaveAttribute('data-points', '0');
  await expect(strip).toContainText('Draw a digit and train');
});

test('what goes wrong without the maximum, and by mere division, can be made to happen', async ({ live, page }) => {
  await ready(live);
  const scale = page.getByRole('slider', { name: 'Multiply the logits by' });
  await page.evaluate(() => window.softmaxLive.train({ epochs: 1, lr: 0.1 }));
  await scale.focus();
  await page.keyboard.press('End');
  await expect(page.locator('#softmax')).toContainText('is not a number');
  await page.getByRole('combobox', { name: 'Base' }).selectOption('10');
  await page.getByRole('button', { name: 'Set T = 0.434 above' }).click();
  await expect(live.part('temperature')).toHaveAttribute('data-value', '0.434');
});

test('phrases in the text set the controls', async ({ live, page }) => {
  await ready(live);
  await page.getByRole('button', { name: 'try T = 0.3' }).click();
  await expect(live.part('temperature')).toHaveAttribute('data-value', '0.3');
  await expect(live.part('temperature')).toBeFocused();
  await expect(live.part('temperature')).toBeInViewport();
  await page.getByRole('button', { name: 'train softmax regression instead' }).click();
  await expect(live.part('model')).toHaveAttribute('data-model', 'softmax');
  await live.expectStepsBeyond(0);
});

test('embedded, the panel stands alone with the pad', async ({ live, page }) => {
  await live.open({ ...SMALL, embed: 1, panels: 'draw,softmax' });
  await live.draw(THREE);
  await expect(live.part('softmax-row-3')).toBeVisible();
  await expect(page.locator('#train, #charts, #how-it-works')).toHaveCount(0);
});
