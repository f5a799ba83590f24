/**
 * The three architectures as data: layers, and parameters with their shapes. Tensors, initial values and files are made
 * from this. Independent of TensorFlow.js.
 */
import type { RunConfig } from '../../core/config.ts';
import { CLASSES, PIXELS, SIDE } from '../../core/types.ts';
import { sizeOf } from '../../core/size-of.ts';

/** y = relu?(x·W + b); x [n, inputs], y [n, outputs]. */
export interface DenseSpec {
  readonly kind: 'dense';
  /** PyTorch's name of the module: `l1`. */
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  readonly relu: boolean;
  /**
   * The channels, where the inputs are a flattened feature map. TensorFlow flattens (height, width, channels), PyTorch
   * (channels, height, width), so files permute the weights.
   */
  readonly inputChannels?: number;
}

/** 3×3 convolution ('same', stride 1) + bias + ReLU + 2×2 max pooling; x [n, side, side, in] → [n, side/2, side/2, out]. */
export interface ConvSpec {
  readonly kind: 'conv';
  readonly name: string;
  readonly side: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly kernel: number;
}

export type LayerSpec = DenseSpec | ConvSpec;

export interface ParameterSpec {
  /** As in PyTorch's `state_dict`: `l1.weight`, `conv1.bias`. */
  readonly name: string;
  /** In memory: dense [in, out], convolution [kh, kw, in, out], bias [out]. */
  readonly shape: readonly number[];
  readonly fanIn: number;
  readonly fanOut: number;
  readonly role: 'weight' | 'bias';
}

export interface ModelSpec {
  readonly layers: readonly LayerSpec[];
  /** In layer order, each weight before its bias. */
  readonly parameters: readonly ParameterSpec[];
  /** Learned numbers in total. */
  readonly parameterCount: number;
}

const CNN = { channels: [16, 32], hidden: 64, kernel: 3 } as const;

function denseStack(widths: readonly number[], inputChannels?: number): DenseSpec[] {
  return widths.slice(1).map((outputs, i) => ({
    kind: 'dense',
    name: `l${i + 1}`,
    inputs: widths[i] ?? 0,
    outputs,
    relu: i < widths.length - 2,
    ...(i === 0 && inputChannels !== undefined ? { inputChannels } : {}),
  }));
}

function layersOf(config: Pick<RunConfig, 'model' | 'layers'>): LayerSpec[] {
  switch (config.model) {
    case 'mlp':
      return denseStack([PIXELS, ...config.layers, CLASSES]);
    case 'softmax':
      return denseStack([PIXELS, CLASSES]);
    case 'cnn': {
      const [first, second] = CNN.channels;
      const side = SIDE / 4;
      return [
        { kind: 'conv', name: 'conv1', side: SIDE, inputs: 1, outputs: first, kernel: CNN.kernel },
        { kind: 'conv', name: 'conv2', side: SIDE / 2, inputs: first, outputs: second, kernel: CNN.kernel },
        ...denseStack([side * side * second, CNN.hidden, CLASSES], second),
      ];
    }
    default:
      return config.model satisfies never;
  }
}

function parametersOf(layer: LayerSpec): readonly ParameterSpec[] {
  const area = layer.kind === 'conv' ? layer.kernel * layer.kernel : 1;
  const fans = { fanIn: layer.inputs * area, fanOut: layer.outputs * area };
  const shape =
    layer.kind === 'conv' ? [layer.kernel, layer.kernel, layer.inputs, layer.outputs] : [layer.inputs, layer.outputs];
  return [
    { name: `${layer.name}.weight`, shape, role: 'weight', ...fans },
    { name: `${layer.name}.bias`, shape: [layer.outputs], role: 'bias', ...fans },
  ];
}

export function describeModel(config: Pick<RunConfig, 'model' | 'layers'>): ModelSpec {
  const layers = layersOf(config);
  const parameters = layers.flatMap(parametersOf);
  const parameterCount = parameters.reduce((count, parameter) => count + sizeOf(parameter.shape), 0);
  return { layers, parameters, parameterCount };
}

/** The layers if all are dense, else null: the fused GPU steps know dense layers only. */
export function denseLayers({ layers }: Pick<ModelSpec, 'layers'>): readonly DenseSpec[] | null {
  return layers.every(isDense) ? layers : null;
}

function isDense(layer: LayerSpec): layer is DenseSpec {
  return layer.kind === 'dense';
}
