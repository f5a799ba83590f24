/** The softmax panel: its table, the temperature, the experiments, and the phrases that set them. */
import { THREE } from './support/digits.ts';
import { LANGUAGES } from './support/languages.ts';
import { expect, type LivePage, SMALL, sharedTest, test } from './support/live-page.ts';
import { minutes } from './support/timeouts.ts';
import { DIGITS, drawDigit, sum } from './support/softmax-panel.ts';

test.describe.configure({ timeout: minutes(4) });

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

sharedTest('an empty pad asks for a digit, and one press shows a test digit', async ({ live, page }) => {
  const panel = page.locator('#softmax');
  await expect(panel).toContainText('Draw a digit on the pad');
  await expect(live.part('softmax-row-0')).toHaveCount(0);
  await panel.getByRole('button', { name: 'Use a test digit' }).click();
  await expect(live.part('softmax-row-0')).toBeVisible();
  await expect(live.part('prediction')).toHaveAttribute('data-digit', /^\d$/);
});

test('a softmax panel without a pad asks for no drawing, and shows test digits one after another', async ({
  live,
  page,
}) => {
  const panel = page.locator('#softmax');
  await live.open({ ...SMALL, embed: 1, panels: 'softmax' });
  await expect(panel).toContainText('Take a test digit');
  await expect(panel).not.toContainText('pad');
  await panel.getByRole('button', { name: 'Use a test digit' }).click();
  await expect(live.part('softmax-row-0')).toBeVisible();
  const before = await rows(live);
  await panel.getByRole('button', { name: 'Another test digit' }).click();
  await expect.poll(() => rows(live)).not.toEqual(before);
});

test('a softmax panel without pad and test digits waits for a digit', async ({ live, page }) => {
  await live.open({ ...SMALL, embed: 1, panels: 'softmax', hide: 'sample' });
  const panel = page.locator('#softmax');
  await expect(panel).toContainText('As soon as the network has a digit to read');
  await expect(panel.getByRole('button', { name: 'test digit' })).toHaveCount(0);
  await live.drawByScript(THREE);
  await expect(live.part('softmax-row-0')).toBeVisible();
});

sharedTest(
  'the table is softmax of the network’s logits, and its columns add up as they are shown',
  async ({ live, page }) => {
    await drawDigit(live);
    const { logits, probabilities } = await page.evaluate(() =>
      window.softmaxLive.predict(window.softmaxLive.raster()),
    );
    const table = await rows(live);
    table.forEach(({ z, p }, digit) => {
      expect(z).toBeCloseTo(logits[digit] ?? Number.NaN, 5);
      expect(p).toBeCloseTo(probabilities[digit] ?? Number.NaN, 6);
    });
    const whole = sum(table.map(({ exp }) => exp));
    expect(Math.max(...table.map(({ exp }) => exp))).toBe(1);
    for (const { exp, p } of table) expect(p).toBeCloseTo(exp / whole, 9);
    expect(sum(table.map(({ p }) => p))).toBeCloseTo(1, 9);

    for (const column of [4, 5]) {
      const numbers = await shownColumn(live, column);
      expect(sum(numbers.slice(0, 10))).toBeCloseTo(numbers[10] ?? Number.NaN, 9);
    }
    // The formula has the same numbers, to the last decimal.
    const total = await live.part('softmax-sum').locator('td').nth(1).innerText();
    for (const digit of DIGITS) {
      await live.part(`softmax-row-${digit}`).hover();
      const [, , exp, p] = await live.part(`softmax-row-${digit}`).locator('td').allInnerTexts();
      await expect(page.getByRole('math', { name: `For ${digit}: ${exp} divided by ${total} is ${p}` })).toBeVisible();
    }
  },
);

sharedTest(
  'the temperature works from the keyboard, and the text describes both ends correctly',
  async ({ live, page }) => {
    await drawDigit(live);
    const slider = page.getByRole('slider', { name: 'Temperature T', exact: true });
    await expect(slider).toHaveAttribute('data-value', '1');
    await slider.focus();
    const atOne = page.locator('#loss-link').getByText('At T = 1, as in training.');
    await expect(page.locator('#loss-link')).toContainText('The loss on this drawing');
    await expect(atOne).toHaveCount(0);
    await page.keyboard.press('Home');
    await expect(slider).toHaveAttribute('data-value', '0.05');
    await expect(atOne).toBeVisible();
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
  },
);

test('the text does not claim an effect for a temperature that changes nothing visible', async ({ live, page }) => {
  await live.open({ ...SMALL, model: 'mlp', layers: '520,320,240,120', weights: 'pretrained' });
  await live.drawByScript([[[0.5, 0.1], [0.5, 0.9]]]); // prettier-ignore
  await expect(live.part('prediction')).toHaveAttribute('data-digit', '1');
  const number = page.getByRole('textbox', { name: 'T as a number' });
  await number.fill('1.03');
  await expect(page.locator('#softmax')).toContainText('Digit 1 still gets >99.9%.');
  await number.fill('20');
  await expect(page.locator('#softmax')).toContainText('Digit 1 is down to');
});

sharedTest(
  'a class under the pointer is highlighted everywhere, and arrow keys move between rows',
  async ({ live, page }) => {
    await drawDigit(live);
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
  },
);

sharedTest(
  'a cell highlights its row and its column in the table and in the formula, and so does the sum',
  async ({ live, page }) => {
    await drawDigit(live);
    const table = page.locator('#softmax table').first();
    const remark = page.locator('#softmax-part');
    const litInFormula = page.locator('#softmax math[display="block"] [data-active="true"]');
    for (const [column, part, words] of [
      [1, 'z', 'The logit z'],
      [2, 'scaled', 'z / T'],
      [3, 'exp', 'always above 0'],
      [4, 'p', 'The share of the sum'],
    ] as const) {
      await live.part('softmax-row-6').locator('td').nth(column - 1).hover(); // prettier-ignore
      await expect(live.part('softmax-row-6')).toHaveAttribute('data-highlighted', 'true');
      await expect(table).toHaveAttribute('data-part', part);
      await expect(remark).toContainText(words);
      await expect(litInFormula.first()).toBeVisible();
    }
    await page.mouse.move(0, 0);
    await expect(table).toHaveAttribute('data-part', '');
    await live.part('softmax-sum').hover();
    await expect(table).toHaveAttribute('data-part', 'sum');
    await expect(litInFormula.first()).toBeVisible();

    await page.mouse.move(0, 0);
    await expect(remark).toContainText('Point at a part');
    const sumButton = table.getByRole('button', { name: 'Sum', exact: true });
    // From the rows' one stop the next is the sum.
    await page.getByRole('button', { name: 'Digit 0', exact: true }).focus();
    await page.keyboard.press('Tab');
    await expect(sumButton).toBeFocused();
    await expect(table).toHaveAttribute('data-part', 'sum');
    await expect(remark).toContainText('The sum of all ten');
    await expect(litInFormula.first()).toBeVisible();
  },
);

sharedTest(
  'the experiments show overflow without the maximum, and what plain division does',
  async ({ live, page }) => {
    await drawDigit(live);
    const scale = page.getByRole('slider', { name: 'Multiply the logits by' });
    // As small as an untrained network's logits are.
    await scale.focus();
    await page.keyboard.press('End');
    await expect(page.locator('#softmax')).toContainText('is not a number');
    // An untrained network's logits are near 0: this puts them all on one side of it.
    await page.getByRole('slider', { name: 'Add to every logit' }).focus();
    await page.keyboard.press('Home');
    await expect(page.locator('#softmax')).toContainText('The sum is below 0, so the ranking is upside down');
    await page.keyboard.press('End');
    await expect(page.locator('#softmax')).toContainText('None of this shows here');
    await page.getByRole('combobox', { name: 'Base' }).selectOption('10');
    await page.getByRole('button', { name: 'Set T = 0.434 above' }).click();
    await expect(live.part('temperature')).toHaveAttribute('data-value', '0.434');
  },
);

sharedTest('phrases in the text set the controls', async ({ live, page }) => {
  await drawDigit(live);
  await page.getByRole('button', { name: 'try T = 0.3' }).click();
  await expect(live.part('temperature')).toHaveAttribute('data-value', '0.3');
  await expect(live.part('temperature')).toBeFocused();
  await expect(live.part('temperature')).toBeInViewport();
  await page.getByRole('button', { name: 'train softmax regression instead' }).click();
  await expect(live.part('model')).toHaveAttribute('data-model', 'softmax');
  await live.expectStepsBeyond(0);
});

sharedTest('phrases in the text work from the keyboard', async ({ live, page }) => {
  await drawDigit(live);
  const phrase = page.getByRole('button', { name: 'try T = 5' });
  await phrase.focus();
  await page.keyboard.press('Space');
  await expect(live.part('temperature')).toHaveAttribute('data-value', '5');
  await page.getByRole('button', { name: 'T = 1', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(live.part('temperature')).toHaveAttribute('data-value', '1');
});

sharedTest('phrases and the temperature work on a blank pad too', async ({ live, page }) => {
  const slider = live.part('temperature');
  await slider.focus();
  await page.keyboard.press('Home');
  await expect(slider).toHaveAttribute('data-value', '0.05');
  await expect(live.part('softmax-row-0')).toHaveCount(0);

  await page.getByRole('button', { name: 'try T = 0.3' }).click();
  await expect(live.part('softmax-row-9')).toBeAttached();
  await expect(slider).toHaveAttribute('data-value', '0.3');
  await expect(slider).toBeFocused();
  await expect(slider).toBeInViewport();

  await live.press('Clear');
  await expect(live.part('softmax-row-0')).toHaveCount(0);
  await page.getByRole('button', { name: 'Take one step of it' }).click();
  await expect(live.button('Learn this drawing')).toBeInViewport();
});

test('a phrase about a hidden part leads to the panel around it', async ({ live, page }) => {
  await live.open({ ...SMALL, hide: 'lesson' });
  await page.getByRole('button', { name: 'Take one step of it' }).click();
  await expect(live.part('softmax-row-9')).toBeAttached();
  await expect(page.locator('#softmax h2')).toBeInViewport();
  await expect(page.locator('#loss-link')).toHaveCount(0);
});

for (const lang of LANGUAGES) {
  test(`on a phone formulas and slider stay within the panel, and phrases break across lines (${lang})`, async ({
    live,
    page,
  }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await live.open({ ...SMALL, lang });
    const expectInside = async () => {
      const overhang = await page.locator('#softmax').evaluate((panel) => {
        const { right } = panel.getBoundingClientRect();
        const parts = panel.querySelectorAll('math[display="block"], [data-testid="temperature"]');
        return Math.max(...Array.from(parts, (part) => part.getBoundingClientRect().right - right));
      });
      // The panel's own padding is kept free.
      expect(overhang).toBeLessThan(-8);
    };
    await live.part('temperature').waitFor();
    await expectInside();
    await live.drawByScript(THREE);
    await live.part('softmax-row-9').waitFor();
    await expectInside();

    const words = page.locator('#how-it-works');
    await expect(words.locator('sup')).toHaveText('^(z)');
    const broken = await words
      .getByRole('button')
      .evaluateAll((buttons) => buttons.filter((button) => button.getClientRects().length > 1).length);
    expect(broken).toBeGreaterThan(0);
  });
}

test('a frame with pad and softmax panel has no other panel', async ({ live, page }) => {
  await live.open({ ...SMALL, embed: 1, panels: 'draw,softmax' });
  await live.draw(THREE);
  await expect(live.part('softmax-row-3')).toBeVisible();
  await expect(page.locator('#train, #charts, #how-it-works')).toHaveCount(0);
});
