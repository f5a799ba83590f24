/**
 * Checks whether a snapshot can be restored. It may come from storage, written by another version or damaged, so its
 * type is not trusted.
 */
import * as v from 'valibot';
import { CONFIG_SCHEMAS, type RunConfig } from '../core/config.ts';
import { sizeOf } from '../core/size-of.ts';
import { EngineError } from './engine.ts';
import { describeModel } from './model/spec.ts';
import { allFinite } from './snapshot-arrays.ts';
import { type RunSnapshot, SNAPSHOT_VERSION, type Snapshot } from './snapshot.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const sum = v.pipe(v.number(), v.finite());
const duration = v.pipe(sum, v.minValue(0));
const arrays = v.array(v.instance(Float32Array));

const record = v.strictObject({
  images: count,
  loss: sum,
  right: duration,
  trainMs: duration,
  testMs: duration,
  test: v.strictObject({ done: count, loss: sum, correct: count }),
});

const run = v.strictObject({
  epoch: count,
  batch: count,
  dataset: v.strictObject({ name: v.picklist(['mnist', 'synthetic']), trainTotal: v.pipe(count, v.minValue(1)) }),
  optimizer: v.strictObject({ steps: count, state: v.array(arrays) }),
  record,
  finished: v.boolean(),
});

const snapshot = v.strictObject({
  version: v.literal(SNAPSHOT_VERSION),
  config: v.strictObject(CONFIG_SCHEMAS),
  origin: v.picklist(['random', 'pretrained', 'training', 'trained', 'imported']),
  epochs: count,
  testAccuracy: v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  weights: arrays,
  run: v.nullable(run),
});

/** The snapshot, checked. Throws an `EngineError` ('argument', or 'weights' for arrays) that names the fault. */
export function checkSnapshot(raw: unknown): Snapshot {
  const parsed = v.safeParse(snapshot, raw);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new EngineError(
      'argument',
      `This snapshot can't be restored: ${v.getDotPath(issue) ?? 'it'}: ${issue.message}`,
    );
  }
  const { config, weights } = parsed.output;
  checkArrays('weights', weights, config);
  if (parsed.output.run) checkRun(parsed.output.run, config);
  const optimizer = parsed.output.run?.optimizer ?? { steps: 0, state: [] };
  if (!allFinite({ weights, optimizer })) refuse('weights', 'it has numbers that are not finite');
  return parsed.output;
}

function checkRun({ epoch, batch, dataset, optimizer, record: sums, finished }: RunSnapshot, config: RunConfig): void {
  if (finished !== (epoch === config.epochs) || epoch > config.epochs)
    refuse('argument', `run.epoch: ${epoch} of ${config.epochs}, ${finished ? '' : 'not '}finished`);
  const perEpoch = finished ? 0 : Math.ceil(dataset.trainTotal / config.batch);
  if (batch > perEpoch) refuse('argument', `run.batch: ${batch} of ${perEpoch}`);
  if (sums.right > sums.images || sums.test.correct > sums.test.done)
    refuse('argument', 'run.record: more right answers than images');
  const kinds = stateKinds(config);
  if (optimizer.state.length !== kinds)
    refuse('weights', `run.optimizer.state: ${optimizer.state.length} kinds, expected ${kinds}`);
  optimizer.state.forEach((kind, k) => checkArrays(`run.optimizer.state.${k}`, kind, config));
}

/** Velocities; or first and second moments. */
function stateKinds({ optimizer, momentum }: RunConfig): number {
  switch (optimizer) {
    case 'sgd':
      return momentum === 0 ? 0 : 1;
    case 'adam':
      return 2;
    default:
      return optimizer satisfies never;
  }
}

function checkArrays(name: string, found: readonly Float32Array[], config: RunConfig): void {
  const { parameters } = describeModel(config);
  if (found.length !== parameters.length)
    refuse('weights', `${name}: ${found.length} arrays, expected ${parameters.length}`);
  parameters.forEach((parameter, i) => {
    const [actual, expected] = [found[i]?.length, sizeOf(parameter.shape)];
    if (actual !== expected) refuse('weights', `${name}, ${parameter.name}: ${actual} values, expected ${expected}`);
  });
}

function refuse(code: 'argument' | 'weights', reason: string): never {
  throw new EngineError(code, `This snapshot can't be restored: ${reason}`);
}
