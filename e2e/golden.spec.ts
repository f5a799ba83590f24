import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { type PreviewServer, build, preview } from 'vite';
import golden from '../src/engine/training/mlp-sgd.golden.json' with { type: 'json' };
import { BACKENDS, type BackendName } from '../src/core/types.ts';

const root = fileURLToPath(new URL('golden', import.meta.url));
const outDir = fileURLToPath(new URL('../node_modules/.cache/golden-page', import.meta.url));

/**
 * CI's machines have no GPU, and the software that stands in for one takes seconds a step: there the first steps of
 * each run are compared, and all 60 everywhere else. The weights after the last step need the whole run.
 */
const STEPS: Record<BackendName, number> = process.env['CI']
  ? { webgpu: 8, webgl: 60, wasm: 60, cpu: 15 }
  : { webgpu: 60, webgl: 60, wasm: 60, cpu: 60 };

let server: PreviewServer;
let address: string;

test.beforeAll(async () => {
  const options = {
    root,
    base: './',
    configFile: false,
    logLevel: 'warn',
    build: { outDir, emptyOutDir: true },
  } as const;
  await build(options);
  server = await preview({ ...options, preview: { port: 0 } });
  address = server.resolvedUrls?.local[0] ?? '';
});
test.afterAll(() => server.close());

for (const backend of BACKENDS) {
  for (const rate of ['0.01', '0.1'] as const) {
    const steps = STEPS[backend];
    test(`${steps} steps on ${backend} agree with PyTorch at learning rate ${rate}`, async ({ page }) => {
      // Software WebGPU takes about a second a step.
      test.setTimeout(10 * 60_000);
      await page.goto(address);
      const run = await page.evaluate(([name, lr, count]) => window.golden(name, Number(lr), count), [
        backend,
        rate,
        steps,
      ] as const);
      const reference = golden.byLearningRate[rate];
      expect(run.backend).toBe(backend);
      expect(run.losses).toHaveLength(steps);
      const worst = Math.max(...run.losses.map((loss, i) => Math.abs(loss - (reference.losses[i] ?? Number.NaN))));
      expect(worst).toBeLessThan(1e-4);
      expect(run.tensorsLeft).toBe(0);
      if (steps < reference.losses.length) return;
      reference.weightsAfter_norm_first_last.forEach(([norm = Number.NaN], i) => {
        const actual = run.weightsAfter[i]?.[0] ?? Number.NaN;
        expect(Math.abs(actual / norm - 1), `norm of parameter ${i}`).toBeLessThan(1e-3);
      });
    });
  }
}
