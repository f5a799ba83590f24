/** Every backend trains and predicts. Where one is missing or wrong, the page uses the next and says why. */
import type { BackendName } from '../src/core/types.ts';
import { ONE } from './support/digits.ts';
import { expect, type LivePage, SMALL, test } from './support/live-page.ts';
import { minutes } from './support/timeouts.ts';
import { violationsIn } from './support/policy-violations.ts';
import { BROKEN, patchWorker } from './support/worker-patch.ts';

// Compiling its shaders takes a WebGPU without a GPU many seconds.
test.describe.configure({ timeout: minutes(6) });

const DEVICES: Readonly<Record<BackendName, RegExp>> = {
  webgpu: /^Runs on\s*WebGPU\s*\S+/,
  webgl: /^Runs on\s*WebGL\s*\S+/,
  wasm: /^Runs on\s*WebAssembly\s*WASM/,
  cpu: /^Runs on\s*Plain JavaScript\s*JavaScript/,
};

async function expectBackend(live: LivePage, backend: BackendName): Promise<void> {
  const part = live.part('backend');
  await expect(part).toHaveAttribute('data-backend', backend, { timeout: minutes(4) });
  await expect(part).toHaveAttribute('data-path', /\S/);
  await expect(part).toContainText(DEVICES[backend]);
  expect((await live.state()).backend).toBe(backend);
}

async function expectTrainsAndAnswers(live: LivePage): Promise<void> {
  await live.drawByScript(ONE);
  await expect(live.part('prediction')).toHaveAttribute('data-digit', /^\d$/);
  const untrained = await live.probabilities();
  await live.press('Train');
  await live.expectStepsBeyond(5, minutes(4));
  await live.press('Pause');
  await live.expectState('paused', minutes(2));
  expect(await live.stat('train-loss')).toBeLessThan(5);
  expect(await live.stat('train-loss')).toBeGreaterThan(0);
  await expect.poll(() => live.probabilities()).not.toEqual(untrained);
  const probabilities = await live.probabilities();
  expect(probabilities.reduce((sum, value) => sum + value)).toBeCloseTo(1, 5);
}

for (const backend of ['webgpu', 'webgl', 'wasm', 'cpu'] as const) {
  test(`${backend}, named in the address, trains and predicts, is shown and keeps to the content policy`, async ({
    live,
    page,
  }) => {
    const violations = await violationsIn(page);
    await live.open({ ...SMALL, backend });
    await expectBackend(live, backend);
    await expect(live.part('notice')).toHaveCount(0);
    await expectTrainsAndAnswers(live);
    expect(violations).toEqual([]);
  });
}

interface Fallback {
  readonly title: string;
  readonly broken: readonly (keyof typeof BROKEN)[];
  readonly used: BackendName;
  /** One sentence for each backend that was passed over, in their order. */
  readonly because: readonly RegExp[];
}

// The order and the other faults: choose-backend.test.ts and probes.test.ts.
const FALLBACKS: readonly Fallback[] = [
  {
    title: 'with a WebGPU that calculates wrongly',
    broken: ['webgpuCalculatingWrongly'],
    used: 'webgl',
    because: [/WebGPU gave wrong results in its self-test/],
  },
  {
    title: 'without WebGPU, WebGL and WASM',
    broken: ['webgpuMissing', 'webglMissing', 'wasmFailing'],
    used: 'cpu',
    because: [
      /WebGPU isn’t available in this browser/,
      /WebGL isn’t available in this browser/,
      /WebAssembly failed to start/,
    ],
  },
];

for (const { title, broken, used, because } of FALLBACKS) {
  test(`${title} the page runs on ${used}, and says why`, async ({ live, page }) => {
    await patchWorker(page, broken.map((name) => BROKEN[name]).join('\n'));
    await live.open({ ...SMALL, backend: 'webgpu' });
    await expectBackend(live, used);
    await expect(live.part('backend').getByRole('listitem')).toContainText(because);
    await expect(live.notice(/^WebGPU could not be used, so the page runs on/)).toHaveAttribute('data-kind', 'warning');
    await live.press('Step');
    await live.expectStepsBeyond(0);
  });
}

test('with backend=auto the page uses the first real device and says why others were skipped', async ({ live }) => {
  await live.open({ ...SMALL, backend: 'auto' });
  await expect(live.part('backend')).toHaveAttribute('data-backend', /^(webgpu|webgl|wasm)$/, { timeout: minutes(4) });
  const { backend } = await live.state();
  const passedOver = ['webgpu', 'webgl', 'wasm'].findIndex((name) => name === backend);
  await expect(live.part('backend').getByRole('listitem')).toHaveCount(passedOver);
  await expect(live.part('notice')).toHaveCount(0);
});
