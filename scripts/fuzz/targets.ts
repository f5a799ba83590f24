/** The doors of the page, each with good input to start from. */
import { gzipSync } from 'node:zlib';
import { inspect } from 'node:util';
import { savedRunOf } from '../../src/app/runs/saved-run.ts';
import { defaultConfig, type RunConfig } from '../../src/core/config.ts';
import { encodeDrawing } from '../../src/core/drawing-code.ts';
import type { Random } from '../../src/core/random.ts';
import { PIXELS } from '../../src/core/types.ts';
import { encodeSafetensors, type StoredType } from '../../src/engine/checkpoints/safetensors.ts';
import { encodeWeights } from '../../src/engine/checkpoints/weights-file.ts';
import { idxBytes } from '../../src/engine/testing/idx-fixtures.ts';
import { type Script, gzipLike } from '../../src/engine/testing/scripted-host.ts';
import type { StartOptions } from '../../src/engine/engine.ts';
import type { CommandArguments, CommandName } from '../../src/engine/protocol.ts';
import type { Snapshot } from '../../src/engine/snapshot.ts';
import { describeModel } from '../../src/engine/model/spec.ts';
import { INITIAL_STATE } from '../../src/store/initial-state.ts';
import { append } from '../../src/store/series.ts';
import type { AppState } from '../../src/store/state.ts';
import { storyOf } from '../../src/store/story.ts';
import {
  checkAddress,
  checkCommand,
  checkDownload,
  checkDrawingCode,
  checkIdx,
  checkMessage,
  checkPicture,
  checkPictureFile,
  checkSafetensors,
  checkScriptArgument,
  checkStoredRun,
  checkWeightsFile,
  type DownloadInput,
  type IdxInput,
  type Pixels,
  smallConfigs,
} from './checks.ts';
import { anyValue, mutateBytes, mutateText, mutateValue, pick } from './mutate.ts';
import type { Target } from './run-case.ts';

const DRAWING = encodeDrawing([
  [[0.2, 0.2], [0.8, 0.3], [0.4, 0.9]],
  [[0.5, 0.5]],
]); // prettier-ignore

const ADDRESSES = [
  '?backend=wasm&data=synthetic&model=mlp&layers=64,32&optimizer=adam&lr=1e-3&momentum=0.9&batch=128&epochs=2',
  '?init=he&seed=7&weights=random&autostart=1&embed=1&panels=charts,draw&hide=theme,seed&offscreen=pause&lang=ko&theme=dark',
  `?model=cnn&drawing=${DRAWING}`,
  '?lr=0.01',
];

const MESSAGES = [
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
/** For every command there is: without one of them this does not compile. */
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
const COMMANDS = Object.entries(ARGUMENTS).flatMap(([name, samples]) =>
  samples.map((args) => ({ kind: 'command', id: 1, name, args })),
);

const SCRIPT_ARGUMENTS: readonly unknown[] = [
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
const STORED_RUNS: readonly unknown[] = [null, 1].map((sample) =>
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
const SAFETENSORS = [safetensorsOf('F32'), HALVES, BRAIN_HALVES];
const WEIGHTS = smallConfigs().map((config) => {
  return new Uint8Array(encodeWeights({ config, values: arraysOf(config), epochs: 3, testAccuracy: 0.9 }));
});

const IDX = { images: idxBytes('images', 3), labels: idxBytes('labels', 40) } as const;
const COUNTS = { images: 3, labels: 40 } as const;
const PACKED = { images: new Uint8Array(gzipSync(IDX.images)), labels: new Uint8Array(gzipSync(IDX.labels)) } as const;
/** A kilobyte for a megabyte. */
const ZEROS = new Uint8Array(gzipSync(Buffer.concat([IDX.images.subarray(0, 16), Buffer.alloc(2 ** 20)])));

const PICTURE_FILES = [
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

export const TARGETS: readonly Target[] = [
  text('address', ADDRESSES, checkAddress),
  text('drawing', [DRAWING], checkDrawingCode),
  value('messages', MESSAGES, checkMessage),
  value('script', SCRIPT_ARGUMENTS, checkScriptArgument),
  value('commands', COMMANDS, checkCommand),
  value('stored-runs', STORED_RUNS, checkStoredRun),
  bytes('safetensors', SAFETENSORS, (file) => checkSafetensors(file.buffer)),
  withHeader('safetensors-header', SAFETENSORS, checkSafetensors),
  withHeader('weights', WEIGHTS, checkWeightsFile),
  target('idx', idxInput, checkIdx, ({ kind, chunks }) => `${kind} ${base64(Buffer.concat(chunks))}`),
  target('download', downloadInput, checkDownload, (input) => inspect(input, { depth: 4, breakLength: Infinity })),
  target('picture', randomPicture, checkPicture, showPicture),
  bytes('picture-file', PICTURE_FILES, checkPictureFile),
];

function arraysOf(config: RunConfig): Float32Array[] {
  return describeModel(config).parameters.map(({ shape }) => new Float32Array(shape.reduce((size, n) => size * n, 1)));
}

/** With so many losses behind it. */
function run(state: AppState, losses: readonly number[]): AppState {
  return { ...state, lossSeries: append(state.lossSeries, losses.length, Float32Array.from(losses)) };
}

function target<Input>(
  name: string,
  make: (random: Random) => Input,
  check: (input: Input) => void | Promise<void>,
  show: (input: Input) => string,
): Target {
  return {
    name,
    prepare(random) {
      const input = make(random);
      return { show: () => show(input), run: () => check(input) };
    },
  };
}

function text(name: string, samples: readonly string[], check: (input: string) => void): Target {
  return target(name, (random) => mutateText(random, samples), check, JSON.stringify);
}

function bytes(name: string, samples: readonly Uint8Array[], check: (input: Uint8Array<ArrayBuffer>) => void): Target {
  return target(name, (random) => mutateBytes(random, samples), check, base64);
}

/** Half of them changed from something good, half of them anything. */
function value(name: string, samples: readonly unknown[], check: (input: unknown) => void | Promise<void>): Target {
  const make = (random: Random) => (random.below(4) === 0 ? anyValue(random) : mutateValue(random, samples));
  return target(name, make, check, (input) => inspect(input, { depth: 6, breakLength: Infinity }));
}

function safetensorsOf(type: StoredType): Uint8Array {
  return new Uint8Array(encodeSafetensors({ tensors: TENSORS, metadata: { model: 'softmax' } }, type));
}

function withOtherHeader(file: Uint8Array, change: (json: string) => string): Uint8Array<ArrayBuffer> {
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  const json = Buffer.from(file.subarray(8, 8 + length)).toString('utf8');
  const header = Buffer.from(change(json), 'utf8');
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(header.length));
  return new Uint8Array(Buffer.concat([size, header, file.subarray(8 + length)]));
}

/** Files whose JSON is changed as text, and whose length fits again; or whose bytes are changed after that. */
function withHeader(name: string, samples: readonly Uint8Array[], check: (file: ArrayBuffer) => void): Target {
  const make = (random: Random) => {
    const changed = withOtherHeader(pick(random, samples), (json) => mutateText(random, [json]));
    return random.below(4) === 0 ? mutateBytes(random, [changed]) : changed;
  };
  return target(name, make, (file) => check(file.buffer), base64);
}

function idxInput(random: Random): IdxInput {
  const kind = pick(random, ['images', 'labels'] as const);
  const samples = random.below(8) === 0 ? [ZEROS] : [IDX[kind], PACKED[kind]];
  const changed =
    random.below(3) === 0
      ? new Uint8Array(gzipSync(mutateBytes(random, [IDX[kind]]), { level: 1 }))
      : mutateBytes(random, samples);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for (let at = 0; at < changed.length;) {
    const size = 1 + random.below(random.below(4) === 0 ? 8 : 4096);
    chunks.push(changed.slice(at, at + size));
    at += size;
  }
  return { kind, count: COUNTS[kind], chunks };
}

const FILE = gzipLike(6000);
const HEADERS = {
  'content-range': ['', 'bytes 0-5999/6000', 'bytes 9-2/*', 'bytes */6000', 'bytes 1e9-2e9/3e9', 'bytes -1-2/3', 'x'],
  'content-length': ['', '0', '1', '-1', '1e99', '99999999999999999999', '6001'],
  'content-type': ['text/html', 'application/gzip', 'nonsense'],
  'content-encoding': ['gzip', 'br', 'identity'],
  etag: ['"1"', '"2"', 'W/"1"', '', 'nonsense'],
  'last-modified': ['Thu, 01 Jan 1970 00:00:00 GMT', 'yesterday'],
} as const;

function downloadInput(random: Random): DownloadInput {
  const isLiar = random.below(2) === 0;
  const script = (): Script => ({
    ...(random.below(2) === 0 && { cutAfter: random.below(FILE.length + 1) }),
    ...(random.below(8) === 0 && { refused: true }),
    ...(random.below(3) === 0 && { ignoreRange: true }),
    ...(random.below(8) === 0 && { status: pick(random, [204, 206, 404, 416, 429, 500, 503]) }),
    ...(random.below(400) === 0 && { silentAfter: random.below(FILE.length) }),
    ...(isLiar && random.below(2) === 0 && { headers: wrongHeaders(random) }),
    ...(isLiar && random.below(3) === 0 && { body: mutateBytes(random, [FILE]) }),
  });
  return {
    file: random.below(3) === 0 ? FILE.slice().fill(0, 0, 2) : FILE,
    scripts: Array.from({ length: random.below(5) }, script),
    etag: pick(random, ['"1"', 'W/"1"', null]),
    type: pick(random, ['basic', 'cors'] as const),
  };
}

function wrongHeaders(random: Random): Readonly<Record<string, string>> {
  const name = pick(random, Object.keys(HEADERS) as (keyof typeof HEADERS)[]);
  return { [name]: pick<string>(random, HEADERS[name]) };
}

function randomPicture(random: Random): Pixels {
  const [width, height] = [1 + random.below(random.below(4) === 0 ? 200 : 12), 1 + random.below(24)];
  const rgba = new Uint8ClampedArray(4 * width * height);
  const levels = 1 + random.below(4);
  const palette = Array.from({ length: levels }, () => random.below(256));
  const noise = random.below(3) === 0 ? 256 : 1;
  for (let i = 0; i < rgba.length; i++)
    rgba[i] = i % 4 === 3 && levels > 1 ? 255 * random.below(2) : pick(random, palette) + random.below(noise);
  return { rgba, width, height };
}

function showPicture({ rgba, width, height }: Pixels): string {
  return `${width} × ${height} ${base64(rgba)}`;
}

function base64(data: Uint8Array | Uint8ClampedArray): string {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64');
}
