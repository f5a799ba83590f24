/** What ends without asking: the tab, the GPU's device, a part of the page. */
import type { Page } from '@playwright/test';
import { ONE } from './support/digits.ts';
import { untilRunIsKept } from './support/kept-run.ts';
import { expect, LivePage, SMALL, test } from './support/live-page.ts';
import { minutes } from './support/timeouts.ts';
import { patchWorker } from './support/worker-patch.ts';

test.describe.configure({ timeout: minutes(4) });

const ENDINGS: readonly (readonly [how: string, end: (page: Page) => Promise<unknown>])[] = [
  ['reloaded', (page) => page.reload()],
  ['closed', (page) => page.close()],
  // Neither `pagehide` nor anything else is heard of it.
  ['crashed', (page) => Promise.all([page.waitForEvent('crash'), page.goto('chrome://crash').catch(() => undefined)])],
];

for (const [how, end] of ENDINGS) {
  test(`a run whose tab is ${how} while it trains is offered on the next visit, drawing and all`, async ({
    live,
    page,
    context,
  }) => {
    await live.open({ ...SMALL, batch: 1024 });
    await live.drawByScript(ONE);
    await live.press('Train');
    // Twenty steps an epoch; each is stored at its end, and training does not wait for that.
    await expect.poll(async () => (await live.state()).epoch).toBeGreaterThan(1);
    await untilRunIsKept(page);
    await end(page);

    const next = new LivePage(await context.newPage());
    await next.open({ ...SMALL, batch: 1024 });
    await next
      .part('saved-run')
      .getByRole('button', { name: /^Continue/ })
      .click();
    await expect(next.part('prediction')).toHaveAttribute('data-digit', /^\d$/);
    await next.expectStepsBeyond(20);
    await expect(next.part('notice').and(next.page.locator('[data-kind=error]'))).toHaveCount(0);
  });
}

test('a lost WebGPU device in the middle of a run moves it to the next backend', async ({ live, page }) => {
  await patchWorker(
    page,
    `{
      const { requestDevice } = GPUAdapter.prototype;
      const devices = [];
      GPUAdapter.prototype.requestDevice = async function (...args) {
        const device = await requestDevice.apply(this, args);
        devices.push(device);
        return device;
      };
      addEventListener('message', ({ data }) => {
        if (data.name === 'sample') for (const device of devices) device.destroy();
      });
    }`,
    1,
  );
  await live.open({ ...SMALL, backend: 'webgpu' });
  await expect(live.part('backend')).toHaveAttribute('data-backend', 'webgpu');
  await live.startTraining(5);
  const before = await live.step();
  await live.press('Random test digit');
  await expect(live.notice(/The run goes on with (WebGL|WebAssembly) from step/)).toBeVisible();
  await expect(live.part('backend')).toHaveAttribute('data-backend', /^(webgl|wasm)$/);
  await live.expectState('running');
  await live.expectStepsBeyond(before);
});

for (const [fault, answer] of [
  ['is missing', { status: 404, body: 'Not Found' }],
  ['fails', { contentType: 'text/javascript', body: `throw new Error('This part is broken');` }],
] as const) {
  test(`where the script of the charts ${fault}, they alone are missing, and that is said`, async ({ live, page }) => {
    await page.route('**/assets/charts-panel-*.js', (route) => route.fulfill(answer));
    await live.open();
    await expect(page.getByText('This part of the page has stopped. The rest goes on.')).toHaveCount(1);
    await expect(live.button('Try again')).toBeVisible();
    await expect(live.part('notice').and(page.locator('[data-kind=error]'))).toHaveCount(1);
    await live.startTraining();
    await live.drawByScript(ONE);
    await expect(live.part('prediction')).toHaveAttribute('data-digit', /^\d$/);
    await expect(live.part('softmax-row-0')).toBeVisible();
  });
}
