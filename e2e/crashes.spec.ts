/** What fails around a run: the tab, the GPU's device, the worker, the script of a part of the page. */
import { ONE } from './support/digits.ts';
import { untilRunIsKept } from './support/kept-run.ts';
import { expect, LivePage, SMALL, test } from './support/live-page.ts';
import { minutes } from './support/timeouts.ts';
import { violationsIn } from './support/policy-violations.ts';
import { patchWorker, WORKER_SCRIPT } from './support/worker-patch.ts';

test.describe.configure({ timeout: minutes(4) });

test('a run whose tab crashes while it trains is offered on the next visit, with its drawing', async ({
  live,
  page,
  context,
}) => {
  await live.open({ ...SMALL, batch: 1024 });
  await live.drawByScript(ONE);
  await live.press('Train');
  // Twenty steps an epoch; each epoch's end is stored, and training does not wait for that.
  await expect.poll(async () => (await live.state()).epoch).toBeGreaterThan(1);
  await untilRunIsKept(page);
  // A crash fires neither `pagehide` nor any other event in the page.
  await Promise.all([page.waitForEvent('crash'), page.goto('chrome://crash').catch(() => undefined)]);

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
  await expect(live.notice(/The run continues with (WebGL|WebAssembly) from step/)).toBeVisible();
  await expect(live.part('backend')).toHaveAttribute('data-backend', /^(webgl|wasm)$/);
  await live.expectState('running');
  await live.expectStepsBeyond(before);
});

test('where the script of the charts is missing, the page says so, and the rest of it works', async ({
  live,
  page,
}) => {
  await page.route('**/assets/charts-panel-*.js', (route) => route.fulfill({ status: 404, body: 'Not Found' }));
  await live.open();
  await expect(page.getByText('This part of the page has failed. The rest still works.')).toHaveCount(1);
  await expect(live.button('Try again')).toBeVisible();
  await expect(live.part('notice').and(page.locator('[data-kind=error]'))).toHaveCount(1);
  await live.startTraining();
  await live.drawByScript(ONE);
  await expect(live.part('prediction')).toHaveAttribute('data-digit', /^\d$/);
  await expect(live.part('softmax-row-0')).toBeVisible();
});

test('where the worker’s script is missing, the engine runs in the page within the content policy', async ({
  live,
  page,
}) => {
  const violations = await violationsIn(page);
  await page.route(WORKER_SCRIPT, (route) => route.fulfill({ status: 404, body: 'Not Found' }));
  await live.open();
  const notice = live.notice(/^Training can’t run in the background here, so the page may stutter/);
  await expect(notice).toHaveAttribute('data-kind', 'warning');
  await expect(live.part('backend')).toHaveAttribute('data-backend', 'wasm');
  await live.startTraining();
  await live.drawByScript(ONE);
  await expect(live.part('prediction')).toHaveAttribute('data-digit', /^\d$/);
  await live.press('Pause');
  await live.expectState('paused');
  expect(violations).toEqual([]);
});
