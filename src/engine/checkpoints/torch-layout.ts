/**
 * The layout of weights in files: PyTorch's, which the page writes, and those of other libraries, which it also reads.
 * In memory a dense layer is [in, out], a convolution [kh, kw, in, out], and a bias [out].
 */
import { EngineError } from '../engine.ts';
import type { LayerSpec, ModelSpec, ParameterSpec } from '../model/spec.ts';

export interface Layout {
  /** Dense weights are [in, out], as in Keras and JAX, instead of PyTorch's [out, in]. */
  readonly transposed: boolean;
  /** `hwio`: Keras and JAX. `ohwi`: MLX and TensorFlow Lite. Both also flatten feature maps with the channel last. */
  readonly filters: 'oihw' | 'hwio' | 'ohwi';
}

export const TORCH: Layout = { transposed: false, filters: 'oihw' };

export function shapeIn({ transposed, filters }: Layout, { shape }: ParameterSpec): readonly number[] {
  const [a = 0, b = 0, c = 0, d = 0] = shape;
  if (shape.length === 1) return [a];
  if (shape.length === 2) return transposed ? [a, b] : [b, a];
  return { oihw: [d, c, a, b], hwio: [a, b, c, d], ohwi: [d, a, b, c] }[filters];
}

/** For each element in the file's order, its index in memory. */
export function memoryIndices(layout: Layout, spec: ModelSpec, parameter: ParameterSpec): Iterable<number> {
  if (parameter.role === 'bias') return Array(parameter.shape[0] ?? 0).keys();
  const layer = layerOf(spec, parameter);
  return layer.kind === 'conv' ? filterIndices(layout, parameter) : denseIndices(layout, layer, parameter);
}

function layerOf(spec: ModelSpec, parameter: ParameterSpec): LayerSpec {
  const layer = spec.layers.find(({ name }) => parameter.name.startsWith(`${name}.`));
  if (!layer) throw new EngineError('internal', `${parameter.name} belongs to no layer`);
  return layer;
}

function* filterIndices({ filters }: Layout, { shape }: ParameterSpec): Generator<number, void> {
  const [height = 0, width = 0, inputs = 0, outputs = 0] = shape;
  const taps = height * width;
  const at = (tap: number, input: number, output: number): number => (tap * inputs + input) * outputs + output;
  if (filters === 'hwio') {
    for (let i = 0; i < taps * inputs * outputs; i++) yield i;
    return;
  }
  for (let output = 0; output < outputs; output++) {
    if (filters === 'oihw')
      for (let input = 0; input < inputs; input++) for (let tap = 0; tap < taps; tap++) yield at(tap, input, output);
    else for (let tap = 0; tap < taps; tap++) for (let input = 0; input < inputs; input++) yield at(tap, input, output);
  }
}

function* denseIndices(
  { transposed, filters }: Layout,
  { inputChannels = 1 }: Extract<LayerSpec, { kind: 'dense' }>,
  { shape: [inputs = 0, outputs = 0] }: ParameterSpec,
): Generator<number, void> {
  const area = inputs / inputChannels;
  // After a feature map, PyTorch orders inputs by (channel, height, width), memory by (height, width, channel).
  const inMemory = (input: number): number =>
    filters === 'oihw' ? (input % area) * inputChannels + Math.floor(input / area) : input;
  if (transposed) {
    for (let input = 0; input < inputs; input++)
      for (let output = 0; output < outputs; output++) yield inMemory(input) * outputs + output;
  } else {
    for (let output = 0; output < outputs; output++)
      for (let input = 0; input < inputs; input++) yield inMemory(input) * outputs + output;
  }
}
