/** A network learns on real data, and the reader controls it. */
import type { EpochResult, Stroke } from '../src/core/types.ts';
import { needsMnist } from './support/data-routes.ts';
import { ONE, SEVEN, THREE, ZERO } from './support/digits.ts';
import { expect, type LivePage, sharedTest as test } from './support/live-page.ts';
import { minutes } from './support/timeouts.ts';

test.describe.configure({ timeout: minutes(4) });

const DRAWN: readonly (readonly [digit: number, strokes: readonly Stroke[]])[] = [
  [0, ZERO],
  [1, ONE],
  [3, THREE],
  [7, SEVEN],
];

test.describe('on MNIST', () => {
  test.use({ query: { backend: 'wasm', epochs: 2, weights: 'random' } });
  test.beforeEach(({ request }) => needsMnist(request));

  test("the post's network learns as in the post, and then reads what is drawn", async ({ live, page }) => {
    test.setTimeout(minutes(10));
    await page.evaluate(() => {
      const results: unknown[] = [];
      Object.assign(window, { results });
      window.softmaxLive.on('epoch', (result) => results.push(result));
    });
    await live.press('Train');
    await live.expectState('finished', minutes(8));

    const [first, second] = await page.evaluate(() => (window as unknown as { results: EpochResult[] }).results);
    expect(first?.testAccuracy).toBeGreaterThanOrEqual(0.4);
    expect(first?.testAccuracy).toBeLessThanOrEqual(0.66);
    expect(second?.testAccuracy).toBeGreaterThanOrEqual(0.855);
    expect(second?.testAccuracy).toBeLessThanOrEqual(0.885);
    expect(await live.stat('test-accuracy')).toBe(second?.testAccuracy);
    expect(await live.stat('test-loss')).toBe(second?.testLoss);
    expect(await live.step()).toBe(2 * 938);
    await expect(live.part('model')).toHaveAttribute('data-weights', 'trained');

    await test.step('the console has the lines of the post', async () => {
      const lines = await live.consoleLines();
      expect(lines[0]).toMatch(/^Training MNIST Model on wasm/);
      expect(lines[1]).toMatch(/^=+$/);
      expect(lines).toContainEqual(
        expect.stringMatching(/^Train Epoch: 1 \| Batch Status: 0\/60000 \(0%\) \| Loss: 2\.3\d{5}$/),
      );
      expect(lines).toContainEqual(
        expect.stringMatching(/^Train Epoch: 2 \| Batch Status: 59520\/60000 \(99%\) \| Loss: \d\.\d{6}$/),
      );
      const correct = `${second?.correct}/10000`;
      const percent = Math.round(100 * (second?.testAccuracy ?? 0));
      expect(lines).toContainEqual(
        `Test set: Average loss: ${second?.testLoss.toFixed(4)}, Accuracy: ${correct} (${percent}%)`,
      );
      expect(lines.filter((line) => /^(Training|Testing) time: \d+m \d+s$/.test(line))).toHaveLength(4);
      expect(lines.at(-2)).toMatch(/^Total Time: \d+m \d+s$/);
      expect(lines.at(-1)).toMatch(/^Model was trained on wasm .*!$/);
    });

    await test.step('the charts show both curves', async () => {
      for (const chart of [live.part('loss-chart'), live.part('accuracy-chart')]) {
        await chart.scrollIntoViewIfNeeded();
        await expect.poll(async () => Number(await chart.getAttribute('data-points'))).toBeGreaterThan(100);
        await expect(chart.locator('svg path').first()).toBeVisible();
      }
    });

    for (const [digit, strokes] of DRAWN) {
      await test.step(`a ${digit} that is drawn with the mouse is read as ${digit}`, async () => {
        await live.draw(strokes);
        await expect(live.part('prediction')).toHaveAttribute('data-digit', String(digit));
        await live.press('Clear');
      });
    }
  });

  test('softmax regression passes 85 % within one epoch', async ({ live, page }) => {
    test.setTimeout(minutes(5));
    await page.evaluate(() => window.softmaxLive.reset({ model: 'softmax', epochs: 1 }));
    await expect(live.part('model')).toHaveAttribute('data-parameters', '7850');
    await live.press('Train');
    await live.expectState('finished', minutes(4));
    expect(await live.stat('test-accuracy')).toBeGreaterThan(0.85);
  });
});

async function openSettings(live: LivePage): Promise<void> {
  // The test before may have opened them: the page is shared.
  if (!(await live.page.getByRole('textbox', { name: 'Batch size' }).isVisible()))
    await live.page.getByText('More settings').click();
}

test('Pause holds the run, Step makes one step, Resume continues, Reset starts over', async ({ live, page }) => {
  await expect(live.part('model')).toHaveAttribute('data-weights', 'random');
  await live.startTraining();
  await live.press('Pause');
  await live.expectState('paused');
  const paused = await live.step();
  // Long enough for many steps, if there were any.
  await page.evaluate(() => window.softmaxLive.evaluate());
  expect(await live.step()).toBe(paused);

  await live.press('Step');
  await expect(live.part('progress')).toHaveAttribute('data-step', String(paused + 1));
  await live.expectState('paused');

  await live.press('Resume');
  await live.expectState('running');
  await live.expectStepsBeyond(paused + 1);
  await expect(live.part('model')).toHaveAttribute('data-weights', 'training');

  await live.press('Reset');
  await live.expectState('idle');
  expect(await live.step()).toBe(0);
  await expect(live.part('model')).toHaveAttribute('data-weights', 'random');
  await expect(live.part('train-loss')).toHaveAttribute('data-value', '');
  await expect(live.button('Train')).toBeEnabled();
});

test('the learning rate can be changed while the network learns', async ({ live, page }) => {
  await page.evaluate(() => window.softmaxLive.reset({ lr: 0.000001 }));
  await live.startTraining(100);
  expect(await live.stat('train-loss')).toBeGreaterThan(2);

  const rate = page.getByRole('textbox', { name: 'Learning rate' });
  await rate.fill('0.05');
  await rate.press('Enter');
  await expect.poll(() => live.stat('train-loss')).toBeLessThan(1);
  const { state, config, step } = await live.state();
  expect(state).toBe('running');
  expect(config.lr).toBe(0.05);
  expect(step).toBeGreaterThan(100);
});

test('a typed learning rate applies once it is whole, and settings for the next run still wait', async ({
  live,
  page,
}) => {
  await page.evaluate(() => window.softmaxLive.reset({ lr: 0.01 }));
  await live.startTraining();
  await openSettings(live);
  const batch = page.getByRole('textbox', { name: 'Batch size' });
  await batch.fill('128');
  const waits = page.getByText('Takes effect with the next run.');
  await expect(waits).toBeVisible();
  await page.evaluate(() => {
    const seen = new Set<number>();
    const look = () => {
      seen.add(window.softmaxLive.state().config.lr);
      requestAnimationFrame(look);
    };
    look();
    Object.assign(window, { seenRates: () => [...seen] });
  });
  const rate = page.getByRole('textbox', { name: 'Learning rate' });
  await rate.fill('');
  await rate.pressSequentially('1e-3', { delay: 100 });
  await live.press('Pause');
  await expect.poll(async () => (await live.state()).config).toMatchObject({ lr: 0.001, batch: 16 });
  const rates = await page.evaluate(() => (window as unknown as { seenRates(): readonly number[] }).seenRates());
  expect(rates).toEqual([0.01, 0.001]);
  await expect(rate).toHaveValue('1e-3');
  await expect(batch).toHaveValue('128');
  await expect(waits).toBeVisible();

  await live.press('Resume');
  await rate.fill('2e-3');
  // Without Enter, and with the field still in focus.
  await expect.poll(async () => (await live.state()).config.lr).toBe(0.002);
});

test('settings for the next run leave the learning rate of this one, and the page shows the next one’s', async ({
  live,
  page,
}) => {
  await page.evaluate(() => window.softmaxLive.reset({ lr: 0.02 }));
  await live.startTraining();
  await live.press('Pause');
  await live.expectState('paused');
  const rate = page.getByRole('textbox', { name: 'Learning rate' });
  await openSettings(live);
  await live.press('Back to the defaults');
  await expect(rate).toHaveValue('0.02');
  await expect(page.getByText('next run, whose learning rate will be 0.01.')).toBeVisible();
  await page.getByRole('combobox', { name: 'Model' }).selectOption('Softmax regression');
  await expect(rate).toHaveValue('0.02');
  await expect(page.getByText('next run, whose learning rate will be 0.1.')).toBeVisible();
  expect((await live.state()).config).toMatchObject({ model: 'mlp', lr: 0.02 });

  await live.press('Reset');
  await live.expectState('idle');
  await expect(rate).toHaveValue('0.1');
  await expect.poll(async () => (await live.state()).config).toMatchObject({ model: 'softmax', lr: 0.1 });
});
