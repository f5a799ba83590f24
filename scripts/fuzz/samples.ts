/** Valid input of every kind, which the fuzzer changes. */
import { gzipSync } from 'node:zlib';
import { savedRunOf } from '../../src/app/runs/saved-run.ts';
import { defaultConfig, type RunConfig } from '../../src/core/config.ts';
import { encodeDrawing } from '../../src/core/drawing-code.ts';
import { PIXELS } from '../../src/core/types.ts';
import { encodeSafetensors, type StoredType } from '../../src/engine/checkpoints/safetensors.ts';
import { encodeWeights } from '../../src/engine/checkpoints/weights-file.ts';
import { idxBytes } from '../../src/engine/testing/idx-fixtures.ts';
import type { StartOptions } from '../../src/engine/engine.ts';
import type { CommandArguments, CommandName } from '../../src/engine/protocol.ts';
import type { Snapshot } from '../../src/engine/snapshot.ts';
import { describeModel } from '../../src/engine/model/spec.ts';
import { INITIAL_STATE } from '../../src/store/initial-state.ts';
import { append } from '../../src/store/series.ts';
import type { AppState } from '../../src/store/state.ts';
import { storyOf } from '../../src/store/story.ts';

export const DRAWING = encodeDrawing([
  [[0.2, 0.2], [0.8, 0.3], [0.4, 0.9]],
  [[0.5, 0.5]],
]); // prettier-ignore

export const ADDRESSES = [
  '?backend=wasm&data=synthetic&model=mlp&layers=64,32&optimizer=adam&lr=1e-3&momentum=0.9&batch=128&epochs=2',
  '?init=he&seed=7&weights=random&autostart=1&embed=1&panels=charts,draw&hide=theme,seed&offscreen=pause&lang=ko&theme=dark',
  `?model=cnn&drawing=${DRAWING}`,
  '?lr=0.01',
  '?embed=true&amp;panel=draw&amp;learning_rate=0.01&Theme=Dark&utm_source=blog',
];

export const MESSAGES = [
  ...['train', 'pause', 'resume', 'reset', 'clear', 'measure'].map((type) => ({ target: 'softmax-live', type })),
  { target: 'softmax-live', type: 'theme', theme: 'dark' },
];

const PIXEL_VALUES = new Float32Array(PIXELS);
const START: StartOptions = {
  backend: 'auto',
  data: 'mnist',
  weights: 'random',
  config: defaultConfig(),
  baseUrl: 'https://example.org/',
  excluded: [{ backend: 'webgpu', why: 'lost', detail: '' }],
};
const RUN_CONFIG = { ...defaultConfig('mlp'), layers: [2], batch: 16 };
const SNAPSHOT: Snapshot = {
  version: 1,
  config: RUN_CONFIG,
  origin: 'training',
  epochs: 1,
  testAccuracy: 0.9,
  weights: arraysOf(RUN_CONFIG),
  run: {
    epoch: 1,
    batch: 4,
    dataset: { name: 'mnist', trainTotal: 60_000 },
    optimizer: { steps: 3754, state: [arraysOf(RUN_CONFIG)] },
    record: { images: 64, loss: 12.5, right: 60, trainMs: 40, testMs: 0, test: { done: 0, loss: 0, correct: 0 } },
    finished: false,
  },
};
/** For every command: a missing one does not compile. */
const ARGUMENTS: { readonly [Name in CommandName]: readonly CommandArguments<Name>[] } = {
  start: [[START]],
  train: [[defaultConfig('cnn')], []],
  pause: [[]],
  resume: [[]],
  step: [[]],
  reset: [[defaultConfig()]],
  setLearningRate: [[0.1]],
  predict: [[PIXEL_VALUES]],
  watch: [[PIXEL_VALUES, 3], [null, 3]],
  learnDrawing: [[PIXEL_VALUES, 4]],
  undoLearning: [[]],
  evaluate: [[]],
  sample: [[5]],
  retryData: [[]],
  exportWeights: [[]],
  importWeights: [[new ArrayBuffer(8)]],
  snapshot: [[]],
  restore: [[SNAPSHOT]],
}; // prettier-ignore
export const COMMANDS = Object.entries(ARGUMENTS).flatMap(([name, samples]) =>
  samples.map((args) => ({ kind: 'command', id: 1, name, args })),
);

export const SCRIPT_ARGUMENTS: readonly unknown[] = [
  PIXEL_VALUES,
  new Uint8Array(PIXELS),
  [[[0.1, 0.2], [0.3, 0.4]], [[1, 1]]],
  { ...defaultConfig(), lr: '1e-2', layers: '32,16' },
  { model: 'cnn' },
  new ArrayBuffer(16),
]; // prettier-ignore

const STATE = run(
  { ...INITIAL_STATE, lossSeries: { ...INITIAL_STATE.lossSeries, capacity: 8 } },
  Array.from({ length: 40 }, (_, i) => 1 / (i + 1)),
);
export const STORED_RUNS: readonly unknown[] = [null, 1].map((sample) =>
  savedRunOf({
    id: 'a',
    snapshot: SNAPSHOT,
    story: storyOf(STATE),
    drawing: {
      id: 1,
      strokes: [[[0.1, 0.2]]],
      raster: new Uint8Array(PIXELS),
      sample: sample === null ? null : { index: sample, label: 3 },
    },
  }),
);

const TENSORS = [
  { name: 'l1.weight', shape: [2, 3], values: Float32Array.of(1, -2, 3.5, 0, 1e-30, 7) },
  { name: 'l1.bias', shape: [2], values: Float32Array.of(0.1, -0.1) },
];
const HALVES = safetensorsOf('F16');
/** The page reads bfloat16 and never writes it: other numbers in the same bytes. */
const BRAIN_HALVES = withOtherHeader(HALVES, (json) => json.replaceAll('"F16"', '"BF16"'));
export const SAFETENSORS = [safetensorsOf('F32'), HALVES, BRAIN_HALVES];
const OWN_WEIGHTS = [{ ...defaultConfig('mlp'), layers: [3, 2] }, defaultConfig('softmax')].map((config) => {
  return new Uint8Array(encodeWeights({ config, values: arraysOf(config), epochs: 3, testAccuracy: 0.9 }));
});
/** As another program writes them: other names, and no metadata. */
const FOREIGN_WEIGHTS = OWN_WEIGHTS.map((file) =>
  withOtherHeader(file, (json) => {
    const tensors = Object.entries(JSON.parse(json) as Record<string, unknown>).filter(([name]) =>
      name.startsWith('l'),
    );
    return JSON.stringify(
      Object.fromEntries(tensors.map(([name, tensor]) => [`module.${name.replace('l', 'fc')}`, tensor])),
    );
  }),
);
export const WEIGHTS = [...OWN_WEIGHTS, ...FOREIGN_WEIGHTS];

export const IDX = { images: idxBytes('images', 3), labels: idxBytes('labels', 40) } as const;
export const COUNTS = { images: 3, labels: 40 } as const;
export const PACKED = {
  images: new Uint8Array(gzipSync(IDX.images)),
  labels: new Uint8Array(gzipSync(IDX.labels)),
} as const;
/** A kilobyte that unpacks to a megabyte. */
export const ZEROS = new Uint8Array(gzipSync(Buffer.concat([IDX.images.subarray(0, 16), Buffer.alloc(2 ** 20)])));

export const PICTURE_FILES = [
  '89504e470d0a1a0a0000000d494844520000012c000000c80806000000',
  '4749463839612c01c800f70000',
  'ffd8ffe000104a46494600010100000100010000fffe0004abcdffc200110800c8012c03012200021101',
  '524946460000000057454250565038580a000000000000002b0100c70000',
  '424d000000000000000036000000280000002c01000038ffffff01001800',
]
  .map((hex) => new Uint8Array(Buffer.from(hex, 'hex')))
  .concat(
    new Uint8Array(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><use href="#a"/><path d="M0 0"/></svg>')),
  );

function arraysOf(config: RunConfig): Float32Array[] {
  return describeModel(config).parameters.map(({ shape }) => new Float32Array(shape.reduce((size, n) => size * n, 1)));
}

/** The state after these losses. */
function run(state: AppState, losses: readonly number[]): AppState {
  return { ...state, lossSeries: append(state.lossSeries, losses.length, Float32Array.from(losses)) };
}

function safetensorsOf(type: StoredType): Uint8Array {
  return new Uint8Array(encodeSafetensors({ tensors: TENSORS, metadata: { model: 'softmax' } }, type));
}

export function withOtherHeader(file: Uint8Array, change: (json: string) => string): Uint8Array<ArrayBuffer> {
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  const json = Buffer.from(file.subarray(8, 8 + length)).toString('utf8');
  const header = Buffer.from(change(json), 'utf8');
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(header.length));
  return new Uint8Array(Buffer.concat([size, header, file.subarray(8 + length)]));
}
