/** Weights of the page's networks as other programs name, type and lay them out. */
import { describe, expect, it } from 'vitest';
import { type ModelName, defaultConfig } from '../../core/config.ts';
import type { WeightsChange, WeightsFault } from '../../core/weights-fault.ts';
import { EngineError } from '../engine.ts';
import { initialValues } from '../model/init.ts';
import { describeModel } from '../model/spec.ts';
import { BYTES, type ElementType } from './safetensors-header.ts';
import { type NamedTensor, decodeSafetensors, encodeSafetensors } from './safetensors.ts';
import { encodeWeights, readWeights } from './weights-file.ts';

type Tensors = readonly NamedTensor[];

/** As many as the page's, so that each tensor's values tell which it is. */
function networkOf(model: ModelName, layers: readonly number[] = [12, 12, 7]) {
  const config = { ...defaultConfig(model), layers };
  const values = initialValues(describeModel(config), 'he', 3).map((tensor, i) => tensor.map((x) => x + (i + 1) / 100));
  const { tensors } = decodeSafetensors(encodeWeights({ config, values, epochs: 0, testAccuracy: null }));
  return { config, values, tensors };
}

function renamed(tensors: Tensors, rename: (name: string) => string): Tensors {
  return tensors.map((tensor) => ({ ...tensor, name: rename(tensor.name) }));
}

const save = (tensors: Tensors, metadata: Readonly<Record<string, string>> = {}) =>
  encodeSafetensors({ tensors, metadata });

const changesOf = (file: ArrayBuffer) => readWeights(file).notes.map(({ change }) => change);

function namesOf(file: ArrayBuffer, change: WeightsChange): string | undefined {
  return readWeights(file).notes.find((note) => note.change === change)?.names;
}

function faultOf(file: ArrayBuffer): WeightsFault | undefined {
  try {
    readWeights(file);
  } catch (error) {
    if (error instanceof EngineError) return error.fault;
    throw error;
  }
  return undefined;
}

const vector = (name: string, length: number, value = 1): NamedTensor => ({
  name,
  shape: [length],
  values: new Float32Array(length).fill(value),
});

/** Axes in another order: axis i of the result is axis `order[i]` of the tensor. */
function permuted({ name, shape, values }: NamedTensor, order: readonly number[]): NamedTensor {
  const strides = shape.map((_, i) => shape.slice(i + 1).reduce((product, size) => product * size, 1));
  const turned = order.map((axis) => shape[axis] ?? 0);
  const out = Float32Array.from(values, (_, index) => {
    let [rest, from] = [index, 0];
    for (let i = order.length - 1; i >= 0; i--) {
      const size = turned[i] ?? 1;
      from += (rest % size) * (strides[order[i] ?? 0] ?? 0);
      rest = Math.floor(rest / size);
    }
    return values[from] ?? 0;
  });
  return { name, shape: turned, values: out };
}

const transposed = (tensor: NamedTensor) => (tensor.shape.length === 2 ? permuted(tensor, [1, 0]) : tensor);

describe('names with a prefix', () => {
  it.each(['module.', '_orig_mod.', 'model.', '_orig_mod.module.model.', 'net.', 'network.', 'encoder/', 'a.b_c.0.'])(
    '%s are read without it, and the prefix is named',
    (prefix) => {
      for (const model of ['softmax', 'mlp', 'cnn'] as const) {
        const { values, tensors } = networkOf(model);
        const file = save(renamed(tensors, (name) => prefix + name));
        const { file: read, notes } = readWeights(file);
        expect(read.values).toEqual(values);
        expect(read.config.model).toBe(model);
        expect(notes).toEqual([{ change: 'prefix', names: prefix, count: 1 }]);
      }
    },
  );

  it('keep the settings in the metadata', () => {
    const { config, values, tensors } = networkOf('mlp');
    const own = { ...config, lr: 0.05, seed: 9 };
    const metadata = decodeSafetensors(encodeWeights({ config: own, values, epochs: 4, testAccuracy: 0.9 })).metadata;
    const { file } = readWeights(
      save(
        renamed(tensors, (name) => `module.${name}`),
        metadata,
      ),
    );
    expect(file).toEqual({ config: own, values, epochs: 4, testAccuracy: 0.9 });
  });

  it('are refused where the same tensor is there with and without it', () => {
    const { tensors } = networkOf('softmax');
    const twice = [...tensors, ...renamed(tensors, (name) => `module.${name}`)];
    expect(faultOf(save(twice))).toMatchObject({ problem: 'ambiguous', part: 'l1.weight' });
    const biasTwice = [...renamed(tensors, (name) => `module.${name}`), vector('l1.bias', 10)];
    expect(faultOf(save(biasTwice))).toMatchObject({
      problem: 'ambiguous',
      part: 'l1.bias',
      found: 'module.l1.bias, l1.bias',
    });
  });

  it('are refused where a copy of the network is there under another one', () => {
    const { tensors } = networkOf('mlp');
    for (const rename of [(name: string) => name, (name: string) => name.replace('l', 'fc')]) {
      const [network, copy] = ['model', 'ema'].map((prefix) => renamed(tensors, (name) => `${prefix}.${rename(name)}`));
      expect(faultOf(save([...(network ?? []), ...(copy ?? [])]))).toMatchObject({ problem: 'ambiguous' });
    }
  });

  it('may differ within a file', () => {
    const { values, tensors } = networkOf('mlp');
    const file = save(renamed(tensors, (name) => (/l[12]/u.test(name) ? `features.${name}` : `head.${name}`)));
    expect(readWeights(file).file.values).toEqual(values);
    expect(namesOf(file, 'renamed')).toMatch(
      /^features\.l1\.weight → l1\.weight, features\.l2\.weight → l2\.weight, /u,
    );
  });
});

describe('other names', () => {
  it.each<[names: string, rename: (layer: number, role: string) => string]>([
    ['fc1', (layer, role) => `fc${layer}.${role}`],
    ['layers.0', (layer, role) => `layers.${layer - 1}.${role}`],
    ['nn.Sequential, whose tenth module sorts before its second', (layer, role) => `${2 * layer + 2}.${role}`],
    ['nn.Sequential within a module', (layer, role) => `net.${2 * layer - 2}.${role}`],
    ['Keras', (layer, role) => `sequential/dense_${layer}/${role === 'bias' ? 'bias:0' : 'kernel:0'}`],
    ['numbers after the role', (layer, role) => (role === 'bias' ? `b${layer}` : `W${layer}`)],
    [
      'names against the order of layers',
      (layer, role) => `${['input', 'hidden1', 'hidden2', 'final'][layer - 1]}.${role}`,
    ],
    ['unrelated names of biases', (layer, role) => (role === 'bias' ? `shift_${layer}` : `matrix_${layer}`)],
  ])('are read by shape and order, and named: %s', (_, rename) => {
    const { values, tensors } = networkOf('mlp');
    const other = renamed(tensors, (name) => {
      const [, layer, role = ''] = /^l(\d)\.(\w+)$/u.exec(name) ?? [];
      return rename(Number(layer), role);
    });
    for (const file of [
      save(other),
      save(other.toReversed()),
      save(other.toSorted((a, b) => (a.name < b.name ? -1 : 1))),
    ]) {
      const { file: read } = readWeights(file);
      expect(read.config.layers).toEqual([12, 12, 7]);
      expect(read.values).toEqual(values);
      expect(namesOf(file, 'renamed')).toContain('→ l4.weight');
    }
  });

  it('may be a bare weight and bias, of softmax regression', () => {
    const { values, tensors } = networkOf('softmax');
    for (const [prefix, names] of [
      ['', 'weight → l1.weight'],
      ['module.', 'module.weight → l1.weight'],
      ['linear.', 'linear.weight → l1.weight'],
      ['model.linear.', 'linear.weight → l1.weight'],
    ] as const) {
      const file = save(renamed(tensors, (name) => name.replace('l1.', prefix)));
      expect(readWeights(file).file).toMatchObject({ config: defaultConfig('softmax'), values });
      expect(namesOf(file, 'renamed')).toBe(names);
    }
  });

  it('are read for the CNN', () => {
    const { values, tensors } = networkOf('cnn');
    const file = save(renamed(tensors, (name) => name.replace('conv', 'features.').replace('l', 'classifier.')));
    expect(readWeights(file).file).toMatchObject({ config: { model: 'cnn' }, values });
    expect(namesOf(file, 'renamed')).toContain('features.2.weight → conv2.weight');
  });

  it('are named only where they differ', () => {
    const { tensors } = networkOf('cnn');
    const file = save(renamed(tensors, (name) => name.replace('l', 'fc')));
    expect(namesOf(file, 'renamed')).toBe('fc1.weight → l1.weight, fc2.weight → l2.weight');
  });

  it('are refused where another network has the same shapes', () => {
    const { tensors } = networkOf('mlp');
    const branches = [
      ...renamed(tensors, (name) => name.replace('l', 'left.fc')),
      ...renamed(tensors, (name) => name.replace('l', 'right.linear')),
    ];
    expect(faultOf(save(branches))).toMatchObject({ problem: 'ambiguous' });
  });
});

describe('other layouts', () => {
  it('are read: [in, out], by shape, square layers included', () => {
    const { values, tensors } = networkOf('mlp');
    const file = save(tensors.map(transposed));
    expect(readWeights(file).file.values).toEqual(values);
    expect(changesOf(file)).toEqual(['transposed']);
  });

  it.each<[layout: string, filters: readonly number[], turn: boolean, changes: readonly WeightsChange[]]>([
    ['Keras and JAX', [2, 3, 1, 0], true, ['transposed', 'channels-last']],
    ['MLX', [0, 2, 3, 1], false, ['channels-last']],
  ])('are read for convolutions: %s', (_, filters, turn, changes) => {
    const { values, tensors } = networkOf('cnn');
    const other = tensors.map((tensor) => {
      if (tensor.shape.length === 4) return permuted(tensor, filters);
      // The inputs of the layer after the convolutions, with the channel last.
      const { shape, ...rest } = tensor;
      const mapped =
        tensor.name === 'l1.weight'
          ? { ...rest, ...permuted({ ...tensor, shape: [64, 32, 49] }, [0, 2, 1]), shape }
          : tensor;
      return turn ? transposed(mapped) : mapped;
    });
    const file = save(other);
    expect(readWeights(file).file.values).toEqual(values);
    expect(changesOf(file)).toEqual(changes);
  });

  it('are read with sizes of 1 at the end, and biases as rows or columns', () => {
    const { values, tensors } = networkOf('mlp');
    const file = save(
      tensors.map((tensor, i) => ({
        ...tensor,
        shape:
          tensor.shape.length === 2
            ? [...tensor.shape, 1, 1]
            : i % 4 === 1
              ? [1, ...tensor.shape]
              : [...tensor.shape, 1],
      })),
    );
    expect(readWeights(file).file.values).toEqual(values);
    expect(changesOf(file)).toEqual(['reshaped']);
  });
});

describe('tensors that the model has no use for', () => {
  const extras = [
    vector('bn.running_mean', 12, Number.NaN),
    vector('__proto__', 1),
    vector('l9.weight', 1),
    vector('optimizer.exp_avg.l1.weight', 3),
    { name: 'embedding.weight', shape: [5, 4], values: new Float32Array(20) },
  ];

  it('are left out and named, whatever they contain', () => {
    for (const rename of [(name: string) => name, (name: string) => name.replace('l', 'fc')]) {
      const { values, tensors } = networkOf('mlp');
      const file = save([...extras, ...renamed(tensors, rename)]);
      expect(readWeights(file).file.values).toEqual(values);
      expect(readWeights(file).notes.at(-1)).toEqual({
        change: 'left-out',
        names: 'bn.running_mean, __proto__, l9.weight, optimizer.exp_avg.l1.weight, …',
        count: 5,
      });
    }
  });

  it('may be of any type, and scalars', () => {
    const types = Object.keys(BYTES) as readonly ElementType[];
    const { values, tensors } = networkOf('softmax');
    const file = withExtras(save(tensors), types);
    expect(readWeights(file).file.values).toEqual(values);
    expect(readWeights(file).notes).toEqual([
      { change: 'left-out', names: 'scalar.F64, scalar.F32, scalar.F16, scalar.BF16, …', count: types.length },
    ]);
  });

  it('are refused where they are convolutions: without them the network would calculate something else', () => {
    const { tensors } = networkOf('softmax');
    const filter = { name: 'stem.weight', shape: [16, 1, 5, 5], values: new Float32Array(400) };
    expect(faultOf(save([filter, ...tensors]))).toMatchObject({ problem: 'extra', part: 'stem.weight' });
  });
});

/** The file with a scalar of each type at its end. */
function withExtras(file: ArrayBuffer, types: readonly ElementType[]): ArrayBuffer {
  const length = Number(new DataView(file).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(file, 8, length))) as Record<string, unknown>;
  const data = new Uint8Array(file, 8 + length);
  let end = data.length;
  for (const dtype of types)
    header[`scalar.${dtype}`] = { dtype, shape: [], data_offsets: [end, (end += BYTES[dtype])] };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const out = new Uint8Array(8 + text.length + end).fill(0xff);
  new DataView(out.buffer).setBigUint64(0, BigInt(text.length), true);
  out.set(text, 8);
  out.set(data, 8 + text.length);
  return out.buffer;
}

describe('a network without biases', () => {
  it('gets zeros', () => {
    const { tensors, values } = networkOf('mlp');
    const file = save(
      renamed(
        tensors.filter(({ shape }) => shape.length === 2),
        (name) => name.replace('l', 'fc'),
      ),
    );
    expect(readWeights(file).file.values).toEqual(values.map((one, i) => (i % 2 === 0 ? one : one.map(() => 0))));
    expect(changesOf(file)).toEqual(['renamed', 'no-bias']);
  });

  it('is refused where only some layers have none', () => {
    const { tensors } = networkOf('mlp');
    const part = tensors.filter(({ name }) => name !== 'l2.bias');
    expect(faultOf(save(part))).toMatchObject({ problem: 'missing', part: 'l2.bias' });
  });
});

describe('metadata', () => {
  it('of another network than the tensors are not used, and that is said', () => {
    const { config, tensors, values } = networkOf('softmax');
    for (const other of [defaultConfig('cnn'), defaultConfig('mlp')]) {
      const metadata = { format: 'softmax-live', config: JSON.stringify(other), epochs: '9', test_accuracy: '0.98' };
      const { file, notes } = readWeights(save(tensors, metadata));
      expect(file).toEqual({ config: defaultConfig(config.model), values, epochs: 0, testAccuracy: null });
      expect(notes).toEqual([{ change: 'metadata', names: '', count: 0 }]);
    }
  });

  it('of other programs are ignored where they are not this page’s', () => {
    const { tensors } = networkOf('softmax');
    for (const config of ['mnist.yaml', '{"hidden_size": 512}', '{"model": "gpt"}', '[]'])
      expect(readWeights(save(tensors, { format: 'pt', config })).notes).toEqual([]);
  });
});

const dense = (name: string, out: number, into: number) => [
  { name: `${name}.weight`, shape: [out, into], values: new Float32Array(out * into) },
  vector(`${name}.bias`, out),
];
const filter = (name: string, ...shape: number[]) => ({
  name: `${name}.weight`,
  shape,
  values: new Float32Array(shape.reduce((product, size) => product * size, 1)),
});

describe('a refusal names what does not fit', () => {
  it.each<[what: string, tensors: Tensors, fault: Partial<WeightsFault>]>([
    [
      '26 classes',
      [...dense('l1', 9, 784), ...dense('l2', 26, 9)],
      { problem: 'other-shape', part: 'l2.weight', found: '26 × 9', expected: '10 × 9' },
    ],
    [
      'other inputs',
      [...dense('module.l1', 9, 1024), ...dense('module.l2', 10, 9)],
      { problem: 'other-shape', part: 'module.l1.weight', expected: '9 × 784' },
    ],
    [
      'other inputs by other names',
      [...dense('fc1', 9, 1024), ...dense('fc2', 10, 9)],
      { problem: 'no-model', part: 'fc1.weight', found: '9 × 1024' },
    ],
    [
      'another CNN',
      [filter('conv1', 32, 1, 3, 3), filter('conv2', 64, 32, 3, 3), ...dense('fc1', 10, 784)],
      { problem: 'other-shape', part: 'conv1.weight', found: '32 × 1 × 3 × 3', expected: '16 × 1 × 3 × 3' },
    ],
    [
      'another CNN by other names',
      [filter('0', 8, 1, 5, 5), ...dense('4', 10, 784)],
      { problem: 'other-shape', part: '0.weight', found: '8 × 1 × 5 × 5' },
    ],
    [
      'a layer too wide',
      [...dense('fc1', 2049, 784), ...dense('fc2', 10, 2049)],
      { problem: 'config', part: 'layers', found: '2049' },
    ],
    [
      'eight layers',
      [
        ...dense('0', 9, 784),
        ...Array.from({ length: 6 }, (_, i) => dense(`${i + 1}`, 9, 9)).flat(),
        ...dense('7', 10, 9),
      ],
      { problem: 'config', part: 'layers' },
    ],
    [
      'weight norm',
      [
        vector('l1.bias', 10),
        { ...filter('l1', 10, 1), name: 'l1.weight_g' },
        { ...filter('l1', 10, 784), name: 'l1.weight_v' },
      ],
      { problem: 'factored', part: 'l1.weight_g' },
    ],
    [
      'a parametrization',
      [{ ...filter('x', 10, 784), name: 'l1.parametrizations.weight.original' }],
      { problem: 'factored' },
    ],
    [
      'a bias of another size',
      [filter('l1', 10, 784), vector('l1.bias', 9)],
      { problem: 'other-shape', part: 'l1.bias', expected: '10' },
    ],
    [
      'NaN in a weight',
      [{ ...filter('l1', 10, 784), values: new Float32Array(7840).fill(Number.NaN) }, vector('l1.bias', 10)],
      { problem: 'not-finite', part: 'l1.weight' },
    ],
    ['no tensors', [], { problem: 'no-model', part: '' }],
  ])('%s', (_, tensors, fault) => {
    expect(faultOf(save(tensors))).toMatchObject(fault);
  });
});
