/**
 * A layer's forward and backward pass in TensorFlow.js operations, without its autodiff: fewer operations, and no
 * gradient registry to ship. Transposes are explicit, because on WASM `matMul` with transpose flags leaves the fast
 * XNNPACK kernel. Call these inside `tidy`, which owns the results.
 */
import {
  MaxPoolGrad,
  type Rank,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  type Variable,
  engine,
  fused,
  matMul,
  maxPool,
  mul,
  reshape,
  step,
  sum,
  transpose,
} from '@tensorflow/tfjs-core';
import { convFilterGradient, convInputGradient } from './conv-gradients.ts';
import type { ConvSpec, DenseSpec, LayerSpec } from './spec.ts';

/** The tensors of a forward pass that `backward` needs. */
export interface Trace {
  readonly input: Tensor;
  /** Convolution only: after ReLU, before pooling. */
  readonly activated?: Tensor4D;
  readonly output: Tensor;
}

export interface Gradients {
  /** ∂loss/∂input; null for the first layer. */
  readonly input: Tensor | null;
  readonly weight: Tensor;
  readonly bias: Tensor;
}

export interface Layer {
  readonly weight: Variable;
  readonly bias: Variable;
  /** `input` [n, …] in any shape with the right size per row. */
  forward(input: Tensor): Trace;
  /** `dOutput`: ∂loss/∂output, of the output's size. */
  backward(trace: Trace, dOutput: Tensor, needInput: boolean): Gradients;
}

/** ∂loss/∂(before ReLU): passes where the output is positive. At exactly 0 the gradient is 0, as in PyTorch. */
function reluGradient<T extends Tensor>(dOutput: T, output: T): T {
  return mul(dOutput, step(output));
}

function denseLayer(spec: DenseSpec, weight: Variable, bias: Variable): Layer {
  const matrix = weight as Tensor as Tensor2D;
  return {
    weight,
    bias,
    forward(input) {
      const a = reshape<Rank.R2>(input, [-1, spec.inputs]);
      return { input: a, output: fused.matMul({ a, b: matrix, bias, activation: spec.relu ? 'relu' : 'linear' }) };
    },
    backward({ input, output }, dOutput, needInput) {
      const dOut = reshape<Rank.R2>(dOutput, [-1, spec.outputs]);
      const dz = spec.relu ? reluGradient(dOut, output as Tensor2D) : dOut;
      return {
        input: needInput ? matMul(dz, transpose(matrix)) : null,
        weight: matMul(transpose(input as Tensor2D), dz),
        bias: sum(dz, 0),
      };
    },
  };
}

function convLayer(spec: ConvSpec, weight: Variable, bias: Variable): Layer {
  const filter = weight as Tensor as Tensor4D;
  return {
    weight,
    bias,
    forward(input) {
      const x = reshape<Rank.R4>(input, [-1, spec.side, spec.side, spec.inputs]);
      const activated: Tensor4D = fused.conv2d({ x, filter, strides: 1, pad: 'same', bias, activation: 'relu' });
      return { input: x, activated, output: maxPool(activated, 2, 2, 'valid') };
    },
    backward({ input, activated, output }, dOutput, needInput) {
      if (!activated) throw new Error('a convolution traces its activation');
      const dActivated: Tensor4D = engine().runKernel(
        MaxPoolGrad,
        { dy: reshape(dOutput, output.shape), input: activated, output },
        { filterSize: 2, strides: 2, pad: 'valid' },
      );
      const dz = reluGradient(dActivated, activated);
      return {
        input: needInput ? convInputGradient(dz, filter) : null,
        weight: convFilterGradient(input as Tensor4D, dz, spec.kernel),
        bias: sum(dz, [0, 1, 2]),
      };
    },
  };
}

export function createLayer(spec: LayerSpec, weight: Variable, bias: Variable): Layer {
  switch (spec.kind) {
    case 'dense':
      return denseLayer(spec, weight, bias);
    case 'conv':
      return convLayer(spec, weight, bias);
    default:
      return spec satisfies never;
  }
}
