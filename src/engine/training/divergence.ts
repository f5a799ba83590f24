/** When training has gone wrong: from which moments it may go on, and with which learning rate. */
import { BOUNDS, type RunConfig, defaultConfig } from '../../core/config.ts';
import { CLASSES } from '../../core/types.ts';

/**
 * A moment is good to go back to while the network knows something: its last losses are clearly below ln 10, those of
 * even answers. Weights are useless long before they overflow, and the loss passes that bound on the way up. It also
 * leaves out a network whose units have all died: that answers evenly for ever after, at a learning rate of any size.
 * Where a run has not come below it yet, its start is as good as what followed.
 */
const GOOD_LOSS = 0.9 * Math.log(CLASSES);

/** `losses`: of the batches before the moment, in nats. */
export function isGood(losses: Float32Array): boolean {
  let sum = 0;
  for (const loss of losses) sum += loss;
  return sum / losses.length <= GOOD_LOSS;
}

/** `torch.optim.Adam`'s default. */
const ADAM_RATE = 1e-3;
/** Far enough from where it diverged, and not so far that nothing would be learnt any more. */
const LESS = 0.1;

/** A learning rate to try after `lr` was too high: a tenth, at most one that is known to work; one digit. */
export function suggestedRate({ model, optimizer, momentum }: RunConfig, lr: number): number {
  const known = defaultConfig(model);
  // With momentum μ a step amounts to lr/(1 − μ) in the long run.
  const rate = optimizer === 'adam' ? ADAM_RATE : (known.lr * (1 - momentum)) / (1 - known.momentum);
  const digits = Number(Math.min(known.lr, rate, lr * LESS).toPrecision(1));
  return Math.max(BOUNDS.lr.min, digits);
}
