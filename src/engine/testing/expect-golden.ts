import { expect } from 'vitest';
import { type GoldenRun, type PathFactory, runGolden } from './golden-suite.ts';
import golden from './mlp-sgd.golden.json' with { type: 'json' };

/** Compares the first `steps` golden steps with PyTorch's losses, and all 60 also with its weights. */
export async function expectGolden(create: PathFactory, rate: '0.01' | '0.1', steps: number): Promise<GoldenRun> {
  const reference = golden.byLearningRate[rate];
  const run = await runGolden(create, Number(rate), steps);
  expect(run.losses).toHaveLength(steps);
  run.losses.forEach((loss, step) =>
    expect(Math.abs(loss - (reference.losses[step] ?? Number.NaN)), `loss of step ${step}`).toBeLessThan(1e-4),
  );
  if (steps < reference.losses.length) return run;
  reference.weightsAfter_norm_first_last.forEach(([norm = Number.NaN], i) => {
    const actual = run.weightsAfter[i]?.[0] ?? Number.NaN;
    expect(Math.abs(actual / norm - 1), `norm of parameter ${i}`).toBeLessThan(1e-3);
  });
  return run;
}
