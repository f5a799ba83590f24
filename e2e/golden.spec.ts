import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { type PreviewServer, build, preview } from 'vite';
import golden from '../src/engine/testing/mlp-sgd.golden.json' with { type: 'json' };
import type { BackendName } from '../src/core/types.ts';
import type { Variant } from '../src/engine/training/webgpu/kernels.ts';
import { minutes } from './support/timeouts.ts';

const root = fileURLToPath(new URL('golden', import.meta.url));
const outDir = fileURLToPath(new URL('../node_modules/.cache/golden-page', import.meta.url));

/** A backend with the path that the engine takes there, or WebGPU with these variants of the fused step. */
type Way = BackendName | Variant | 'direct or tiled';

/** How many steps are compared at learning rate 0.1 and at 0.01. The weights after the last need all 60. */
interface Steps {
  readonly '0.1': number;
  readonly '0.01': number;
}

const ALL: Steps = { '0.1': 60, '0.01': 60 };

/**
 * CI has no GPU, and on software the tiled kernels take seconds a step. So CI compares one way per platform at the
 * rate that moves the weights most. Small networks compare the tiled kernels below, and unit tests the other rate and
 * plain JavaScript. Everywhere else all 60 steps are compared.
 */
const WAYS: Partial<Record<Way, Partial<Steps>>> = process.env['CI']
  ? { webgpu: { '0.1': 60 }, webgl: { '0.1': 60 }, wasm: { '0.1': 60 } }
  : { webgpu: ALL, tiled: ALL, direct: ALL, 'direct or tiled': { '0.1': 4 }, webgl: ALL, wasm: ALL, cpu: ALL };

function variantsOf(way: Way): readonly Variant[] | undefined {
  if (way === 'direct or tiled') return ['direct', 'tiled'];
  return way === 'direct' || way === 'tiled' ? [way] : undefined;
}

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

for (const way of Object.keys(WAYS) as Way[]) {
  const variants = variantsOf(way);
  const backend = variants ? 'webgpu' : (way as BackendName);
  for (const rate of ['0.01', '0.1'] as const) {
    const steps = WAYS[way]?.[rate];
    if (steps === undefined) continue;
    const name = variants ? `webgpu (${way})` : way;
    test(`${steps} steps on ${name} agree with PyTorch at learning rate ${rate}`, async ({ page }) => {
      test.setTimeout(minutes(5));
      await page.goto(address);
      const run = await page.evaluate(([...args]) => window.golden(args[0], Number(args[1]), args[2], args[3]), [
        backend,
        rate,
        steps,
        variants,
      ] as const);
      const reference = golden.byLearningRate[rate];
      expect(run.backend).toBe(backend);
      if (backend === 'webgpu') {
        expect((variants ?? ['direct', 'tiled']).map((variant) => `webgpu-fused-${variant}`)).toContain(run.path);
      }
      if (backend === 'webgl') expect(run.path).toMatch(/^webgl-fused-[48]$/);
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

/** The path at the end of each case, where it is not simply the fused one. */
const PATHS: Record<string, RegExp> = {
  'shaders that do not compile': /^webgpu-written-out \(.*WGSL.*\)$/,
  'from written-out to fused with momentum': /^webgpu-written-out → webgpu-fused-/,
  'from written-out to fused with Adam': /^webgpu-written-out → webgpu-fused-/,
  'a set without room on the GPU': /^webgpu-fused-\w+ → webgpu-written-out \(/,
  'the faster of two variants': /^webgpu-fused-(direct|tiled)$/,
};

// Both in one page, which calculates the references once.
test('the fused step on WebGPU agrees with the written-out one in odd cases', async ({ page }) => {
  test.setTimeout(minutes(5));
  await page.goto(address);
  await page.evaluate(() => window.calculateReferences());
  for (const [variant, parts] of [
    ['direct', 'step and path'],
    ['tiled', 'step and timing'],
  ] as const) {
    const report = await page.evaluate(([...args]) => window.fused(...args), [variant, parts] as const);
    expect(report.comparisons.length).toBeGreaterThanOrEqual(parts === 'step and timing' ? 6 : 9);
    for (const { name, paths, loss, accuracy, weights } of report.comparisons) {
      expect(paths[0], name).toMatch(PATHS[name] ?? new RegExp(`^webgpu-fused-${variant}$`));
      expect(paths[1], name).toBe('wasm-written-out');
      // Both round to float32, in different orders; seen are 2.4e-7 and 3.5e-7.
      expect(loss, `${name}: losses`).toBeLessThan(1e-5);
      expect(accuracy, `${name}: accuracies`).toBe(0);
      expect(weights, `${name}: weights`).toBeLessThan(1e-4);
    }
    expect(report.tensorsLeft).toBe(0);
    expect(report.buffersLeft).toBe(0);
  }
});

const GL_PATHS: Record<string, RegExp> = {
  'shaders that do not compile': /^webgl-written-out \(The program .* does not link/,
  'from written-out to fused with momentum': /^webgl-written-out → webgl-fused-/,
  'from written-out to fused with Adam': /^webgl-written-out → webgl-fused-/,
  'textures that are too small': /^webgl-written-out \(A texture of .* is more than the device has/,
};

test('the fused step on WebGL agrees with the written-out one in odd cases', async ({ page }) => {
  test.setTimeout(minutes(5));
  await page.goto(address);
  await page.evaluate(() => window.calculateReferences());
  for (const planes of [4, 8] as const) {
    const report = await page.evaluate((count) => window.fusedGl(count), planes);
    expect(report.comparisons.length).toBeGreaterThanOrEqual(9);
    for (const { name, paths, loss, accuracy, weights } of report.comparisons) {
      expect(paths[0], name).toMatch(GL_PATHS[name] ?? new RegExp(`^webgl-fused-${planes}$`));
      expect(paths[1], name).toBe('wasm-written-out');
      expect(loss, `${name}: losses`).toBeLessThan(1e-5);
      expect(accuracy, `${name}: accuracies`).toBe(0);
      expect(weights, `${name}: weights`).toBeLessThan(1e-4);
    }
    expect(report.judged.loss).toBeLessThan(1e-5);
    expect(report.judged.correct).toBe(0);
    expect(report.notRepeated).toBe(0);
    expect(report.tensorsLeft).toBe(0);
    expect(report.objectsLeft).toBe(0);
  }
});

// On WebAssembly and in plain JavaScript: model-owner.test.ts.
for (const backend of ['webgpu', 'webgl'] as const) {
  test(`on ${backend} a run that continues from a snapshot is the same to the bit`, async ({ page }) => {
    test.setTimeout(minutes(5));
    await page.goto(address);
    const report = await page.evaluate((name) => window.continued(name), backend);
    expect(report.length).toBeGreaterThanOrEqual(6);
    for (const { name, path, fresh, recovered } of report) {
      expect(path, name).toMatch(new RegExp(`^${backend}-`));
      expect(fresh, `${name} on ${path}`).toBe(0);
      expect(recovered, `${name} on ${path}, after it had diverged`).toBe(0);
    }
  });
}
