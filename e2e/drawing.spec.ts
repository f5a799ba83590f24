/** The pad: strokes in, image and answer out. */
import type { Point } from '../src/core/types.ts';
import { ONE, THREE, ZERO } from './support/digits.ts';
import { expect, type LivePage, sharedTest as test } from './support/live-page.ts';
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

test('strokes become an image, ten probabilities and one answer; Undo and Clear remove them', async ({ live }) => {
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

test('the image is centred and scaled as MNIST’s are, for a drawing of any size and place', async ({ live }) => {
  for (const place of [([x, y]: Point): Point => [x, y], ([x, y]: Point): Point => [0.05 + x / 3, 0.6 + y / 3]]) {
    await live.draw(ZERO.map((stroke) => stroke.map(place)));
    const pixels = await live.rasterPixels();
    const rows = new Set(pixels.flatMap((value, i) => (value > 0 ? [Math.floor(i / 28)] : [])));
    expect(rows.size).toBe(20);
    // MNIST moves the centre of mass by whole pixels to pixel 14.
    for (const coordinate of centreOfMass(pixels)) expect(Math.abs(coordinate - 14)).toBeLessThan(0.6);
    await live.press('Clear');
  }
});

test('a random test digit is shown with its label and gets a prediction', async ({ live, page }) => {
  await live.press('Random test digit');
  await expect(page.getByText(/^Test image \d+\. Its true label: \d$/)).toBeVisible();
  await expect(live.part('prediction')).toHaveAttribute('data-digit', /^\d$/);
  expect(sum(await live.rasterPixels())).toBeGreaterThan(0);

  await live.draw(ONE);
  await expect(page.getByText(/Its true label/)).toHaveCount(0);
  await live.press('Clear');
  await expectBlank(live);
});

test('a digit can be drawn with the keyboard alone', async ({ live, page }) => {
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

type PointerStep = readonly [pointer: 'palm' | 'pen', type: string, x: number, y: number];

/** Sends pointer events to the pad, in pad coordinates. The pen reports no buttons, and neither has a pressure. */
async function point(live: LivePage, steps: readonly PointerStep[]): Promise<void> {
  await live.part('draw-pad').evaluate((pad, given) => {
    const { left, top, width, height } = pad.getBoundingClientRect();
    for (const [pointer, type, x, y] of given) {
      const of = pointer === 'pen' ? { pointerId: 31, pointerType: 'pen' } : { pointerId: 32, pointerType: 'touch' };
      const at = { clientX: left + x * width, clientY: top + y * height };
      pad.dispatchEvent(new PointerEvent(type, { ...of, ...at, isPrimary: true, bubbles: true, cancelable: true }));
    }
  }, steps);
}

/** From top to bottom, as `ONE`. */
function penStroke(x: number): readonly PointerStep[] {
  const at = (y: number): PointerStep => ['pen', 'pointermove', x, y];
  return [['pen', 'pointerdown', x, 0.2], at(0.4), at(0.6), ['pen', 'pointerup', x, 0.8]];
}

test('a pen’s strokes stay whole beside a palm, whose ink goes, and fingers draw again later', async ({
  live,
  page,
}) => {
  await point(live, penStroke(0.5));
  const one = await live.rasterPixels();
  expect(sum(one)).toBeGreaterThan(0);
  await live.press('Clear');
  // The palm draws: no pen has been used for a while.
  await expect
    .poll(async () => {
      await point(live, [['palm', 'pointerdown', 0.1, 0.9], ['palm', 'pointermove', 0.2, 0.95]]); // prettier-ignore
      await page.evaluate(() => new Promise(requestAnimationFrame));
      return sum(await live.rasterPixels());
    })
    .toBeGreaterThan(0);

  await point(live, penStroke(0.5));
  await point(live, [['palm', 'pointermove', 0.3, 0.9], ['palm', 'pointerup', 0.3, 0.9]]); // prettier-ignore
  await expect.poll(() => live.rasterPixels()).toEqual(one);
  await point(live, [['palm', 'pointerdown', 0.9, 0.9], ['palm', 'pointermove', 0.8, 0.8]]); // prettier-ignore
  await point(live, penStroke(0.8));
  await expect.poll(() => live.rasterPixels()).not.toEqual(one);

  await live.press('Undo');
  await expect.poll(() => live.rasterPixels()).toEqual(one);
  await live.press('Undo');
  await expectBlank(live);
});

test('the prediction for the drawing on the pad is updated while the network trains', async ({ live }) => {
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
