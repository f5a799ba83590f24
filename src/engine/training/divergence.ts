/** Divergence: which snapshots a run can continue from, and which learning rate to try. */
import { BOUNDS, type RunConfig, defaultConfig } from '../../core/config.ts';
import { CLASSES } from '../../core/types.ts';

/**
 * Nats. A snapshot is good while the last losses are clearly below ln 10, the loss of even answers. Weights are useless
 * long before they overflow, and the loss passes this bound on the way. The bound also excludes a network whose units
 * have all died, which no learning rate revives. Before a run passes the bound, its start is the good snapshot.
 */
const GOOD_LOSS = 0.9 * Math.log(CLASSES);

/** `losses`: of the batches before the snapshot, in nats. */
export function isGood(losses: Float32Array): boolean {
  let sum = 0;
  for (const loss of losses) sum += loss;
  return sum / losses.length <= GOOD_LOSS;
}

/** `torch.optim.Adam`'s default. */
const ADAM_RATE = 1e-3;
/** Far enough below the rate that diverged, and still fast enough to learn. */
const LESS = 0.1;

/** A learning rate to try after `lr` diverged: a tenth of it, at most a rate known to work, rounded to one digit. */
export function suggestedRate({ model, optimizer, momentum }: RunConfig, lr: number): number {
  const known = defaultConfig(model);
  // With momentum μ the effective rate is lr/(1 − μ).
  const rate = optimizer === 'adam' ? ADAM_RATE : (known.lr * (1 - momentum)) / (1 - known.momentum);
  const digits = Number(Math.min(known.lr, rate, lr * LESS).toPrecision(1));
  return Math.max(BOUNDS.lr.min, digits);
}
