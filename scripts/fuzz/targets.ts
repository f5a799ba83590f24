/** The inputs of the page that are fuzzed, each with the check of what must hold for it. */
import { gzipSync } from 'node:zlib';
import { inspect } from 'node:util';
import type { Random } from '../../src/core/random.ts';
import { type Script, gzipLike } from '../../src/engine/testing/scripted-host.ts';
import {
  checkAddress,
  checkCommand,
  checkDrawingCode,
  checkMessage,
  checkScriptArgument,
  checkStoredRun,
} from './checks.ts';
import {
  checkDownload,
  checkIdx,
  checkPicture,
  checkPictureFile,
  checkSafetensors,
  checkWeightsFile,
  type DownloadInput,
  type IdxInput,
  type Pixels,
} from './file-checks.ts';
import { anyValue, mutateBytes, mutateText, mutateValue, pick } from './mutate.ts';
import type { Target } from './run-case.ts';
import {
  DRAWING,
  ADDRESSES,
  MESSAGES,
  COMMANDS,
  SCRIPT_ARGUMENTS,
  STORED_RUNS,
  SAFETENSORS,
  WEIGHTS,
  IDX,
  COUNTS,
  PACKED,
  ZEROS,
  PICTURE_FILES,
  withOtherHeader,
} from './samples.ts';

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

/** Three of four are changed samples, the others arbitrary values. */
function value(name: string, samples: readonly unknown[], check: (input: unknown) => void | Promise<void>): Target {
  const make = (random: Random) => (random.below(4) === 0 ? anyValue(random) : mutateValue(random, samples));
  return target(name, make, check, (input) => inspect(input, { depth: 6, breakLength: Infinity }));
}

/** Files whose JSON header is changed as text, with its length corrected; some have bytes changed after that. */
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
