/**
 * A model's weights as a file: PyTorch's `state_dict` layout in safetensors, with metadata. In PyTorch,
 * `net.load_state_dict(safetensors.torch.load_file(f))` reads it.
 */
import * as v from 'valibot';
import { MODELS, type ModelName, type RunConfig, parseConfig } from '../../core/config.ts';
import { EngineError } from '../engine.ts';
import { type LayerSpec, type ModelSpec, type ParameterSpec, describeModel } from '../model/spec.ts';
import { refuse } from './refuse.ts';
import { type StoredType, type TensorFile, decodeSafetensors, encodeSafetensors } from './safetensors.ts';

const FORMAT_VERSION = '1';

/** Without the check, a list would pass as an object without fields. */
const CONFIG = v.pipe(
  v.string(),
  v.parseJson(),
  v.check((value) => !Array.isArray(value)),
  v.record(v.string(), v.unknown()),
);

export interface WeightsFile {
  readonly config: RunConfig;
  /** In the order and layout of `describeModel(config).parameters`. */
  readonly values: readonly Float32Array[];
  /** Epochs that trained these weights. */
  readonly epochs: number;
  /** In [0, 1]; null where it was not measured. */
  readonly testAccuracy: number | null;
}

function layerOf(spec: ModelSpec, parameter: ParameterSpec): LayerSpec {
  const layer = spec.layers.find(({ name }) => parameter.name.startsWith(`${name}.`));
  if (!layer) throw new EngineError('internal', `${parameter.name} belongs to no layer`);
  return layer;
}

/** Shape in the file: dense [out, in], convolution [out, in, kh, kw], bias [out]. */
function torchShape(parameter: ParameterSpec): number[] {
  const [a = 0, b = 0, c = 0, d = 0] = parameter.shape;
  if (parameter.shape.length === 4) return [d, c, a, b];
  return parameter.shape.length === 2 ? [b, a] : [a];
}

/**
 * For each element in the file's order, its index in memory. For a dense layer after a feature map, the order of inputs
 * also changes from TensorFlow's (height, width, channel) to PyTorch's (channel, height, width).
 */
function* memoryIndices(layer: LayerSpec, parameter: ParameterSpec): Generator<number, void> {
  const [a = 0, b = 0, c = 0, d = 0] = parameter.shape;
  if (parameter.role === 'bias') {
    for (let i = 0; i < a; i++) yield i;
  } else if (layer.kind === 'conv') {
    for (let out = 0; out < d; out++)
      for (let input = 0; input < c; input++) for (let tap = 0; tap < a * b; tap++) yield (tap * c + input) * d + out;
  } else {
    const channels = layer.inputChannels ?? 1;
    const area = a / channels;
    for (let out = 0; out < b; out++)
      for (let channel = 0; channel < channels; channel++)
        for (let at = 0; at < area; at++) yield (at * channels + channel) * b + out;
  }
}

export function encodeWeights(file: WeightsFile, type: StoredType = 'F32'): ArrayBuffer {
  const spec = describeModel(file.config);
  const tensors = spec.parameters.map((parameter, i) => {
    const inMemory = file.values[i] ?? new Float32Array();
    const values = new Float32Array(inMemory.length);
    let to = 0;
    for (const from of memoryIndices(layerOf(spec, parameter), parameter)) values[to++] = inMemory[from] ?? 0;
    return { name: parameter.name, shape: torchShape(parameter), values };
  });
  const metadata = {
    format: 'softmax-live',
    version: FORMAT_VERSION,
    model: file.config.model,
    config: JSON.stringify(file.config),
    epochs: String(file.epochs),
    ...(file.testAccuracy === null ? {} : { test_accuracy: String(file.testAccuracy) }),
  };
  return encodeSafetensors({ tensors, metadata }, type);
}

/** Throws an `EngineError` ('weights') that names what does not fit. */
export function decodeWeights(bytes: ArrayBuffer): WeightsFile {
  const file = decodeSafetensors(bytes);
  const config = configOf(file);
  const spec = describeModel(config);
  const extra = file.tensors.find(({ name }) => !spec.parameters.some((parameter) => parameter.name === name));
  if (extra) {
    refuse('extra', `${extra.name} has no place in the model ${config.model}`, { part: extra.name });
  }
  const values = spec.parameters.map((parameter) => {
    const stored = file.tensors.find(({ name }) => name === parameter.name);
    if (!stored) refuse('missing', `${parameter.name} is missing`, { part: parameter.name });
    const expected = torchShape(parameter).join(' × ');
    const actual = stored.shape.join(' × ');
    if (actual !== expected) {
      const message = `${parameter.name} is ${actual}, expected ${expected}`;
      refuse('other-shape', message, { part: parameter.name, found: actual, expected });
    }
    const inMemory = new Float32Array(stored.values.length);
    let from = 0;
    for (const to of memoryIndices(layerOf(spec, parameter), parameter)) inMemory[to] = stored.values[from++] ?? 0;
    return inMemory;
  });
  return { config, values, ...recordOf(file) };
}

interface Outline {
  readonly convolves: boolean;
  readonly denseLayers: number;
}

/** What the tensors of each model have in common, and no other model's. */
const OUTLINES: Readonly<Record<ModelName, (outline: Outline) => boolean>> = {
  mlp: ({ convolves, denseLayers }) => !convolves && denseLayers > 1,
  softmax: ({ convolves, denseLayers }) => !convolves && denseLayers === 1,
  cnn: ({ convolves }) => convolves,
};

/** From the metadata; without it, as in a file from PyTorch, from names and shapes. */
function configOf({ metadata, tensors }: TensorFile): RunConfig {
  if (metadata['config'] !== undefined) {
    const parsed = v.safeParse(CONFIG, metadata['config']);
    if (!parsed.success) refuse('config', 'the config in the metadata is not a JSON object', { part: 'config' });
    const { config, problems } = parseConfig(parsed.output);
    const [problem] = problems;
    if (problem) {
      const message = `the config in the metadata is wrong: ${problem.name}: ${problem.reason}`;
      refuse('config', message, { part: problem.name });
    }
    return config;
  }
  const widths = tensors
    .filter(({ name }) => /^l[1-7]\.bias$/.test(name))
    .toSorted((a, b) => a.name.localeCompare(b.name))
    .map(({ shape }) => shape[0] ?? 0);
  const convolves = tensors.some(({ name }) => name === 'conv1.weight');
  const model = MODELS.find((name) => OUTLINES[name]({ convolves, denseLayers: widths.length }));
  if (!model) refuse('no-model', 'there is no l1.bias: these are no weights of this network');
  const { config, problems } = parseConfig(model === 'mlp' ? { model, layers: widths.slice(0, -1) } : { model });
  const [problem] = problems;
  if (problem) refuse('config', `layers: ${problem.reason}`, { part: 'layers', found: widths.slice(0, -1).join(', ') });
  return config;
}

function recordOf({ metadata }: TensorFile): Pick<WeightsFile, 'epochs' | 'testAccuracy'> {
  const epochs = Number(metadata['epochs'] ?? 0);
  const accuracy = Number(metadata['test_accuracy'] ?? Number.NaN);
  return {
    epochs: Number.isInteger(epochs) && epochs >= 0 ? epochs : 0,
    testAccuracy: accuracy >= 0 && accuracy <= 1 ? accuracy : null,
  };
}
