import { describe, expect, it } from 'vitest';
import { type RunConfig, defaultConfig } from '../core/config.ts';
import { sizeOf } from '../core/size-of.ts';
import { EngineError } from './engine.ts';
import { describeModel } from './model/spec.ts';
import { checkSnapshot } from './snapshot-check.ts';
import type { RunSnapshot, Snapshot } from './snapshot.ts';

const CONFIG: RunConfig = { ...defaultConfig('mlp'), layers: [3], batch: 16, epochs: 2 };

function arraysFor(config: RunConfig): Float32Array[] {
  return describeModel(config).parameters.map(({ shape }) => new Float32Array(sizeOf(shape)).fill(0.5));
}

function whole(config: RunConfig = CONFIG, kinds = 1): Snapshot & { readonly run: RunSnapshot } {
  return {
    version: 1,
    config,
    origin: 'training',
    epochs: 1,
    testAccuracy: 0.9,
    weights: arraysFor(config),
    run: {
      epoch: 1,
      batch: 4,
      dataset: { name: 'mnist', trainTotal: 60_000 },
      optimizer: { steps: 3754, state: Array.from({ length: kinds }, () => arraysFor(config)) },
      record: { images: 64, loss: 12.5, right: 60, trainMs: 40, testMs: 0, test: { done: 0, loss: 0, correct: 0 } },
      finished: false,
    },
  };
}

function failureOf(raw: unknown): unknown {
  try {
    checkSnapshot(raw);
  } catch (error) {
    return error;
  }
  return 'no failure';
}

describe('a snapshot is accepted', () => {
  it.each([
    ['in mid-epoch', whole()],
    ['without a run', { ...whole(), run: null }],
    ['of Adam', whole({ ...CONFIG, optimizer: 'adam' }, 2)],
    ['of plain SGD', whole({ ...CONFIG, momentum: 0 }, 0)],
    ['of the CNN', whole(defaultConfig('cnn'))],
    ['of a finished run', { ...whole(), run: { ...whole().run, epoch: 2, batch: 0, finished: true } }],
    ['whose accuracy was not measured', { ...whole(), testAccuracy: null }],
  ])('%s', (_, snapshot) => {
    expect(checkSnapshot(structuredClone(snapshot))).toEqual(snapshot);
  });
});

/** A valid snapshot with other entries in `run`. */
const withRun = (run: Readonly<Record<string, unknown>>) => ({ ...whole(), run: { ...whole().run, ...run } });

describe('a snapshot is refused with a message that names the fault:', () => {
  const notFinite = arraysFor(CONFIG);
  notFinite[2]?.set([Number.NaN], 5);
  const infinite = arraysFor(CONFIG);
  infinite[0]?.set([Infinity, -Infinity], 100);

  it.each<[string, unknown, string, RegExp]>([
    ['not an object', 'snapshot', 'argument', /object/i],
    ['of another version', { ...whole(), version: 2 }, 'argument', /version/],
    ['with an unknown entry', { ...whole(), colour: 'red' }, 'argument', /colour/],
    ['without its weights', { ...whole(), weights: undefined }, 'argument', /weights/],
    ['with weights of another kind', { ...whole(), weights: [[1, 2]] }, 'argument', /weights\.0/],
    ['with a config out of bounds', { ...whole(), config: { ...CONFIG, batch: 1e9 } }, 'argument', /config\.batch/],
    [
      'of a network of another width',
      { ...whole(), config: { ...CONFIG, layers: [4] } },
      'weights',
      /l1\.weight: 2352/,
    ],
    ['that lacks a layer', { ...whole(), weights: arraysFor(CONFIG).slice(2) }, 'weights', /2 arrays, expected 4/],
    ['with weights that are not finite', { ...whole(), weights: notFinite }, 'weights', /not finite/],
    ['with infinite state', withRun({ optimizer: { steps: 1, state: [infinite] } }), 'weights', /not finite/],
    ['with too little state', withRun({ optimizer: { steps: 1, state: [] } }), 'weights', /0 kinds, expected 1/],
    ['with state of another shape', withRun({ optimizer: { steps: 1, state: [[]] } }), 'weights', /state\.0: 0 arrays/],
    [
      'with a negative count of steps',
      withRun({ optimizer: { steps: -1, state: [] } }),
      'argument',
      /optimizer\.steps/,
    ],
    ['beyond its last epoch', withRun({ epoch: 3 }), 'argument', /run\.epoch: 3 of 2/],
    ['at its end but not finished', withRun({ epoch: 2 }), 'argument', /not finished/],
    ['finished before its end', withRun({ finished: true }), 'argument', /run\.epoch: 1 of 2/],
    ['beyond its epoch’s last batch', withRun({ batch: 3751 }), 'argument', /run\.batch: 3751 of 3750/],
    ['within a batch', withRun({ batch: 1.5 }), 'argument', /run\.batch/],
    ['on a data set of no images', withRun({ dataset: { name: 'mnist', trainTotal: 0 } }), 'argument', /trainTotal/],
    ['on an unknown data set', withRun({ dataset: { name: 'x', trainTotal: 9 } }), 'argument', /dataset\.name/],
    [
      'with a sum that is not finite',
      withRun({ record: { ...whole().run.record, loss: NaN } }),
      'argument',
      /record\.loss/,
    ],
    [
      'with more right answers than images',
      withRun({ record: { ...whole().run.record, right: 65 } }),
      'argument',
      /right answers/,
    ],
  ])('%s', (_, snapshot, code, message) => {
    const failure = failureOf(snapshot);
    expect(failure).toBeInstanceOf(EngineError);
    expect(failure).toMatchObject({ code, message: expect.stringMatching(message) as unknown });
  });
});
