/** PyTorch and the engine read the same network from a file, in both directions. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MODELS, type ModelName, defaultConfig } from '../../core/config.ts';
import { hash32 } from '../../core/random.ts';
import { PIXELS } from '../../core/types.ts';
import { activateInNode } from '../backends/activate-in-node.ts';
import { initialValues } from '../model/init.ts';
import { Network } from '../model/network.ts';
import { describeModel } from '../model/spec.ts';
import { predict } from '../training/evaluate.ts';
import { goldenImages, goldenWeights } from '../testing/golden.ts';
import golden from '../testing/mlp-sgd.golden.json' with { type: 'json' };
import fixtures from '../testing/torch-fixtures/logits.golden.json' with { type: 'json' };
import { type NamedTensor, decodeSafetensors } from './safetensors.ts';
import { torchForward } from '../testing/torch-forward.ts';
import { decodeWeights, encodeWeights } from './weights-file.ts';

const CHECK = fileURLToPath(new URL('../../../scripts/pytorch/check_weights.py', import.meta.url));

let deactivate: (() => void) | undefined;
beforeAll(async () => {
  deactivate = await activateInNode('wasm');
});
afterAll(() => deactivate?.());

/** A different picture for each n, with about as much ink as a digit. */
function picture(n: number): Float32Array {
  return Float32Array.from({ length: PIXELS }, (_, i) => {
    const value = hash32(n * PIXELS + i) / 2 ** 32;
    return value < 0.25 ? value * 4 : 0;
  });
}

async function logitsOf(file: ArrayBuffer, pixels: Float32Array): Promise<readonly number[]> {
  const { config, values } = decodeWeights(file);
  const network = new Network(describeModel(config), values);
  try {
    return (await predict(network, pixels)).logits;
  } finally {
    network.dispose();
  }
}

function expectClose(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(actual).toHaveLength(expected.length);
  for (const [i, value] of actual.entries())
    expect(Math.abs(value - (expected[i] ?? Number.NaN))).toBeLessThan(tolerance);
}

describe.each(MODELS)('an exported weights file of %s', (model) => {
  const config = defaultConfig(model);
  // He's initial weights are larger than PyTorch's, so that the logits of five layers differ clearly.
  const file = encodeWeights({
    config,
    values: initialValues(describeModel(config), 'he', 7),
    epochs: 0,
    testAccuracy: null,
  });

  it('gives the engine’s logits in PyTorch’s forward pass', async () => {
    const { tensors } = decodeSafetensors(file);
    for (let n = 0; n < 3; n++) {
      const logits = await logitsOf(file, picture(n));
      expect(Math.max(...logits.map(Math.abs))).toBeGreaterThan(0.1);
      expectClose(logits, torchForward(tensors, picture(n)), 1e-5);
    }
  });

  it('gives other logits if a single layer is transposed', () => {
    const { tensors } = decodeSafetensors(file);
    const right = torchForward(tensors, picture(0));
    for (const { name, shape } of tensors.filter((tensor) => tensor.name.endsWith('.weight'))) {
      const turned = tensors.map((tensor) => (tensor.name === name ? transposed(tensor) : tensor));
      const logits = torchForward(turned, picture(0));
      expect(
        Math.max(...logits.map((z, i) => Math.abs(z - (right[i] ?? 0)))),
        `${name} [${shape.join()}]`,
      ).toBeGreaterThan(1e-3);
    }
  });
});

/** The values of [in, out], read as [out, in]. */
function transposed(tensor: NamedTensor): NamedTensor {
  const [outputs = 1, ...rest] = tensor.shape;
  const inputs = rest.reduce((product, size) => product * size, 1);
  const values = Float32Array.from(
    tensor.values,
    (_, i) => tensor.values[(i % outputs) * inputs + Math.floor(i / outputs)] ?? 0,
  );
  return { ...tensor, values };
}

/**
 * Byte for byte what `safetensors.torch.save_file(net.state_dict(), path)` writes: no metadata unless given, tensors by
 * name (all of one dtype), a compact header padded with spaces to a multiple of eight.
 */
function asSavedByTorch(tensors: readonly NamedTensor[], metadata?: Readonly<Record<string, string>>): ArrayBuffer {
  const sorted = tensors.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  let end = 0;
  const entries = sorted.map(({ name, shape, values }) => {
    const from = end;
    end += values.byteLength;
    return [name, { dtype: 'F32', shape, data_offsets: [from, end] }] as const;
  });
  const header = JSON.stringify({ ...(metadata && { __metadata__: metadata }), ...Object.fromEntries(entries) });
  const text = new TextEncoder().encode(header.padEnd(Math.ceil(header.length / 8) * 8));
  const file = new Uint8Array(8 + text.length + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  let at = 8 + text.length;
  for (const { values } of sorted) {
    file.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return file.buffer;
}

/**
 * The golden vectors come from PyTorch: it was given these weights (by formula, not a file) and computed these logits
 * in float64. The bytes of the file are made here, in the form that PyTorch's tools give them.
 */
describe.each([undefined, { format: 'pt' }])(
  'the weights that PyTorch computed the golden vectors with, metadata %o',
  (metadata) => {
    const spec = describeModel(defaultConfig('mlp'));
    const { tensors } = decodeSafetensors(
      encodeWeights({ config: defaultConfig('mlp'), values: goldenWeights(spec), epochs: 0, testAccuracy: null }),
    );
    const file = asSavedByTorch(tensors, metadata);

    it('are recognised as the post’s network', () => {
      expect(decodeWeights(file)).toMatchObject({ config: defaultConfig('mlp'), epochs: 0, testAccuracy: null });
    });

    it('give PyTorch’s logits in the engine', async () => {
      const { images } = goldenImages(1);
      const reference = golden.byLearningRate['0.01'].firstLogits;
      for (const [row, logits] of reference.entries()) {
        const pixels = Float32Array.from(images.subarray(row * PIXELS, (row + 1) * PIXELS), (byte) => byte / 4);
        expectClose(await logitsOf(file, pixels), logits, 1e-5);
      }
    });
  },
);

describe.each(MODELS)('a weights file from PyTorch of %s', (model) => {
  const file = readFixture(model);

  it('is recognised by names and shapes, and gives PyTorch’s logits in the engine', async () => {
    const { config } = decodeWeights(file);
    expect(config.model).toBe(model);
    for (const [n, logits] of fixtures[model].entries()) expectClose(await logitsOf(file, picture(n)), logits, 1e-5);
  });

  it('gives PyTorch’s logits in the tests’ own forward pass', () => {
    const { tensors } = decodeSafetensors(file);
    for (const [n, logits] of fixtures[model].entries()) expectClose(torchForward(tensors, picture(n)), logits, 1e-7);
  });
});

it('a file in PyTorch’s form that these tests make equals PyTorch’s own byte for byte', () => {
  const file = readFixture('mlp');
  expect(new Uint8Array(asSavedByTorch(decodeSafetensors(file).tensors))).toEqual(new Uint8Array(file));
});

describe.skipIf(!hasPython())('scripts/pytorch/check_weights.py, without PyTorch', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'softmax-live-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(MODELS)('accepts the engine’s predictions and refuses others: %s', async (model) => {
    const config = defaultConfig(model);
    const values = initialValues(describeModel(config), 'he', 7);
    const file = encodeWeights({ config, values, epochs: 0, testAccuracy: null });
    const pixels = Uint8Array.from(picture(1), (value) => Math.round(255 * value));
    const logits = await logitsOf(
      file,
      Float32Array.from(pixels, (byte) => byte / 255),
    );
    const [weights, good, bad] = ['weights', 'good.json', 'bad.json'].map((name) => path.join(folder, name));
    if (weights === undefined || good === undefined || bad === undefined) throw new Error('There are three');
    writeFileSync(weights, new Uint8Array(file));
    writeFileSync(good, JSON.stringify([{ pixels: [...pixels], logits }]));
    writeFileSync(bad, JSON.stringify([{ pixels: [...pixels], logits: logits.toReversed() }]));
    expect(python(CHECK, weights, good, '--without-torch')).toContain('1 pictures, largest difference');
    expect(() => python(CHECK, weights, bad, '--without-torch')).toThrow('does not mean the same');
  });
});

/** See `scripts/pytorch/make_fixtures.py`. */
function readFixture(model: ModelName): ArrayBuffer {
  return Uint8Array.from(readFileSync(new URL(`../testing/torch-fixtures/${model}.safetensors`, import.meta.url)))
    .buffer;
}

function python(...args: readonly string[]): string {
  return execFileSync('python3', args, { encoding: 'utf8', stdio: 'pipe' });
}

function hasPython(): boolean {
  try {
    python('--version');
    return true;
  } catch {
    return false;
  }
}
