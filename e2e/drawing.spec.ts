/** The visitor's hand: strokes in, image and answer out. */
import type { Point } from '../src/core/types.ts';
import { ONE, THREE, ZERO } from './support/digits.ts';
import { expect, type LivePage, SMALL, test } from './support/live-page.ts';
import { minutes } from './support/timeouts.ts';

test.describe.configure({ timeout: minutes(4) });

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function centreOfMass(pixels: readonly number[]): readonly [x: number, y: number] {
  const mass = sum(pixels);
  return [
    sum(pixels.map((value, i) => value * (i % 28))) / mass,
    sum(pixels.map((value, i) => value * Math.floor(i / 28))) / mass,
  ];
}

async function expectBlank(live: LivePage): Promise<void> {
  await expect(live.part('prediction')).toHaveAttribute('data-digit', '');
  expect(sum(await live.rasterPixels())).toBe(0);
  expect(sum(await live.probabilities())).toBe(0);
}

test('strokes become an image, ten probabilities and one answer; Undo and Clear take them away', async ({ live }) => {
  await live.open();
  await expectBlank(live);
  await expect(live.button('Undo')).toBeDisabled();
  await expect(live.button('Clear')).toBeDisabled();

  await live.draw(ZERO);
  await expect(live.part('prediction')).toHaveAttribute('data-digit', /^\d$/);
  const zero = await live.rasterPixels();
  expect(sum(zero)).toBeGreaterThan(0);
  const ofZero = await live.probabilities();
  expect(sum(ofZero)).toBeCloseTo(1, 5);
  const answer = ofZero.indexOf(Math.max(...ofZero));
  await expect(live.part('prediction')).toHaveAttribute('data-digit', String(answer));

  await live.draw([[[0.2, 0.85], [0.5, 0.8], [0.8, 0.85]]]); // prettier-ignore
  await expect.poll(() => live.probabilities()).not.toEqual(ofZero);
  expect(await live.rasterPixels()).not.toEqual(zero);

  await live.press('Undo');
  await expect.poll(() => live.rasterPixels()).toEqual(zero);
  await expect.poll(() => live.probabilities()).toEqual(ofZero);

  await live.press('Clear');
  await expectBlank(live);
});

test('the image is centred and of the size of MNIST’s, wherever and however small one draws', async ({ live }) => {
  await live.open();
  for (const place of [([x, y]: Point): Point => [x, y], ([x, y]: Point): Point => [0.05 + x / 3, 0.6 + y / 3]]) {
    await live.draw(ZERO.map((stroke) => stroke.map(place)));
    const pixels = await live.rasterPixels();
    const rows = new Set(pixels.flatMap((value, i) => (value > 0 ? [Math.floor(i / 28)] : [])));
    expect(rows.size).toBe(20);
    // As MNIST's were: the centre of mass was moved by whole pixels to pixel 14.
    for (const coordinate of centreOfMass(pixels)) expect(Math.abs(coordinate - 14)).toBeLessThan(0.6);
    await live.press('Clear');
  }
});

test('a random test digit is shown with its label, and read', async ({ live, page }) => {
  await live.open();
  await live.press('Random test digit');
  await expect(page.getByText(/^Test image \d+\. Its true label: \d$/)).toBeVisible();
  await expect(live.part('prediction')).toHaveAttribute('data-digit', /^\d$/);
  expect(sum(await live.rasterPixels())).toBeGreaterThan(0);

  await live.draw(ONE);
  await expect(page.getByText(/Its true label/)).toHaveCount(0);
  await live.press('Clear');
  await expectBlank(live);
});

test('a test digit is never judged by the answer for the one before it', async ({ live, page }) => {
  await live.open({ ...SMALL, layers: '520,320,240,120', weights: 'pretrained' });
  // Every word of right or wrong that comes, with the image that is on the pad at that moment.
  await page.evaluate(() => {
    const verdicts: string[] = [];
    Object.assign(window, { verdicts });
    new MutationObserver(() => {
      const outputs = Array.from(document.querySelectorAll('#draw output'), ({ textContent }) => textContent);
      const right = document.querySelector('#prediction [data-right]')?.getAttribute('data-right');
      if (right) verdicts.push(`${outputs.join('')} ${right}`);
    }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  });
  const caption = page.locator('#draw output').filter({ hasText: 'Test image' });
  const truths = new Set<string>();
  let before = '';
  for (let i = 0; i < 6; i++) {
    // Chance may give the same one twice.
    await expect(async () => {
      await live.press('Random test digit');
      await expect(caption).not.toHaveText(before, { timeout: 2000 });
    }).toPass();
    before = await caption.innerText();
    const right = await page.evaluate(
      async (label) => (await window.softmaxLive.predict(window.softmaxLive.raster())).digit === label,
      Number(before.at(-1)),
    );
    await expect(page.locator('#prediction [data-right]')).toHaveAttribute('data-right', String(right));
    truths.add(`${before} ${right}`);
  }
  const seen = await page.evaluate(() => (window as unknown as { readonly verdicts: readonly string[] }).verdicts);
  expect(new Set(seen)).toEqual(truths);
});

test('a digit can be drawn with the keyboard alone', async ({ live, page }) => {
  await live.open();
  await live.part('draw-pad').focus();
  await page.keyboard.press('Space');
  for (let i = 0; i < 12; i++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(live.part('prediction')).toHaveAttribute('data-digit', /^\d$/);
  const pixels = await live.rasterPixels();
  const inked = new Set(pixels.flatMap((value, i) => (value > 0 ? [i % 28] : [])));
  // One upright line: a few columns of ink.
  expect(inked.size).toBeGreaterThan(0);
  expect(inked.size).toBeLessThan(6);

  await page.keyboard.press('Control+z');
  await expectBlank(live);
});

test('while the network learns, its answer for what stands on the pad changes by itself', async ({ live }) => {
  await live.open(SMALL);
  await live.drawByScript(THREE);
  await expect(live.part('prediction')).toHaveAttribute('data-digit', /^\d$/);
  const untrained = await live.probabilities();
  await live.startTraining();
  await expect.poll(() => live.probabilities()).not.toEqual(untrained);
  const early = await live.probabilities();
  await expect.poll(() => live.probabilities()).not.toEqual(early);
  await live.expectState('running');
  expect(sum(await live.probabilities())).toBeCloseTo(1, 5);
});
