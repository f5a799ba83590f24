import { describe, expect, it } from 'vitest';
import { MODELS, defaultConfig } from '../../core/config.ts';
import type { WeightsFault } from '../../core/weights-fault.ts';
import { initialValues } from '../model/init.ts';
import { describeModel } from '../model/spec.ts';
import { type TensorFile, decodeSafetensors, encodeSafetensors } from './safetensors.ts';
import { decodeWeights, encodeWeights } from './weights-file.ts';

function fileFor(model: (typeof MODELS)[number]) {
  const config = { ...defaultConfig(model), layers: [7, 5] };
  const values = initialValues(describeModel(config), 'pytorch', 4);
  return { config, values, epochs: 3, testAccuracy: 0.9712 };
}

function withTensor(file: TensorFile, name: string): TensorFile {
  return { ...file, tensors: [...file.tensors, { name, shape: [1], values: Float32Array.of(1) }] };
}

function withConfig(file: TensorFile, config: string): TensorFile {
  return { ...file, metadata: { ...file.metadata, config } };
}

describe('a weights file', () => {
  it.each(MODELS)('decodes to what was encoded: %s', (model) => {
    const file = fileFor(model);
    expect(decodeWeights(encodeWeights(file))).toEqual(file);
  });

  it('has the post’s state_dict: names, shapes, and weights as [out, in]', () => {
    const config = defaultConfig('mlp');
    const values = initialValues(describeModel(config), 'pytorch', 0);
    const { tensors } = decodeSafetensors(encodeWeights({ config, values, epochs: 0, testAccuracy: null }));
    expect(tensors.map(({ name, shape }) => [name, ...shape])).toEqual([
      ['l1.weight', 520, 784],
      ['l1.bias', 520],
      ['l2.weight', 320, 520],
      ['l2.bias', 320],
      ['l3.weight', 240, 320],
      ['l3.bias', 240],
      ['l4.weight', 120, 240],
      ['l4.bias', 120],
      ['l5.weight', 10, 120],
      ['l5.bias', 10],
    ]);
    // Memory is [in, out]: input 2 of output 1 is at 2·520 + 1 there and at 1·784 + 2 in the file.
    expect(tensors[0]?.values[784 + 2]).toBe(values[0]?.[2 * 520 + 1]);
  });

  it('stores convolutions and the layer after them in PyTorch’s order', () => {
    const file = fileFor('cnn');
    const { tensors } = decodeSafetensors(encodeWeights(file));
    const stored = (name: string) => tensors.find((tensor) => tensor.name === name);
    expect(stored('conv2.weight')?.shape).toEqual([32, 16, 3, 3]);
    // Filter tap (ky 1, kx 2) from channel 4 to channel 6.
    expect(stored('conv2.weight')?.values[((6 * 16 + 4) * 3 + 1) * 3 + 2]).toBe(
      file.values[2]?.[((1 * 3 + 2) * 16 + 4) * 32 + 6],
    );
    // Channel 9 at row 3, column 5 of the 7 × 7 map, to unit 11.
    expect(stored('l1.weight')?.values[11 * 1568 + 9 * 49 + 3 * 7 + 5]).toBe(
      file.values[4]?.[((3 * 7 + 5) * 32 + 9) * 64 + 11],
    );
  });

  it('is recognised without metadata, as PyTorch writes it', () => {
    const { config, values } = fileFor('mlp');
    const { tensors } = decodeSafetensors(encodeWeights({ config, values, epochs: 1, testAccuracy: null }));
    const decoded = decodeWeights(encodeSafetensors({ tensors: tensors.toReversed(), metadata: {} }));
    expect(decoded.config.layers).toEqual([7, 5]);
    expect(decoded.values).toEqual(values);
  });

  it.each<[what: string, change: (file: TensorFile) => TensorFile, fault: Partial<WeightsFault>]>([
    [
      'a tensor is missing',
      (file) => ({ ...file, tensors: file.tensors.slice(0, 1) }),
      { problem: 'missing', part: 'l1.bias' },
    ],
    [
      'a tensor has another shape',
      (file) => ({
        ...file,
        tensors: file.tensors.map((tensor) => ({ ...tensor, shape: [2, tensor.values.length / 2] })),
      }),
      { problem: 'other-shape', part: 'l1.weight', found: '2 × 3920', expected: '10 × 784' },
    ],
    [
      'it is of another network',
      () => withTensor({ tensors: [], metadata: {} }, 'encoder.weight'),
      { problem: 'no-model' },
    ],
    ['the config is no JSON', (file) => withConfig(file, '{'), { problem: 'config', part: 'config' }],
    ['the config is a list', (file) => withConfig(file, '[]'), { problem: 'config' }],
    [
      'the config has an unknown model',
      (file) => withConfig(file, '{"model":"gpt"}'),
      { problem: 'config', part: 'model' },
    ],
    [
      'the config has a width beyond any',
      (file) => withConfig(file, '{"layers":[1e9]}'),
      { problem: 'config', part: 'layers' },
    ],
    [
      'the layers are too many',
      () => ({
        metadata: {},
        tensors: [1, 2, 3, 4, 5, 6, 7, 8].map((i) => ({ name: `l${i}.bias`, shape: [1], values: Float32Array.of(0) })),
      }),
      { problem: 'config', part: 'layers' },
    ],
  ])('is refused with a code where %s', (_, change, fault) => {
    const { config, values } = fileFor('softmax');
    const whole = decodeSafetensors(encodeWeights({ config, values, epochs: 0, testAccuracy: null }));
    let error: unknown;
    try {
      decodeWeights(encodeSafetensors(change(whole)));
    } catch (caught) {
      error = caught;
    }
    expect(error).toMatchObject({ name: 'EngineError', code: 'weights', fault });
  });

  it('is refused with the name of a missing or misshapen tensor', () => {
    const { config, values } = fileFor('softmax');
    const whole = decodeSafetensors(encodeWeights({ config, values, epochs: 0, testAccuracy: null }));
    const altered = (tensors: typeof whole.tensors) => encodeSafetensors({ ...whole, tensors });
    expect(() => decodeWeights(altered(whole.tensors.slice(0, 1)))).toThrow(/l1.bias is missing/);
    const flat = whole.tensors.map((tensor) => ({ ...tensor, shape: [tensor.values.length] }));
    expect(() => decodeWeights(altered(flat))).toThrow(/l1.weight is 7840, expected 10 × 784/);
  });
});
