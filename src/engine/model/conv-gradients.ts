/**
 * Gradients of a 'same', stride-1, NHWC convolution with an odd kernel. On GPUs these are tfjs' kernels. tfjs' WASM
 * backend lacks the filter gradient (tfjs#8474) and has a naive input gradient, and its CPU backend looks up every
 * element by its coordinates. There both are made of products and convolutions.
 */
import {
  type Rank,
  type Tensor2D,
  type Tensor4D,
  concat,
  conv2d,
  getBackend,
  matMul,
  pad,
  reshape,
  reverse,
  slice,
  transpose,
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  engine,
} from '@tensorflow/tfjs-core';

const GEOMETRY = { strides: 1, pad: 'same', dataFormat: 'NHWC' };

function hasOwnKernels(): boolean {
  return getBackend() === 'webgl' || getBackend() === 'webgpu';
}

/**
 * ∂loss/∂filter [k, k, in, out] for input x [n, h, w, in] and dy = ∂loss/∂output [n, h, w, out]: each tap's gradient
 * is the product of the input shifted to that tap with dy, all taps stacked into one matrix product.
 */
export function convFilterGradient(x: Tensor4D, dy: Tensor4D, kernel: number): Tensor4D {
  const [n, height, width, inputs] = x.shape;
  const outputs = dy.shape[3];
  const filterShape: [number, number, number, number] = [kernel, kernel, inputs, outputs];
  if (hasOwnKernels())
    return engine().runKernel<Tensor4D>(Conv2DBackpropFilter, { x, dy }, { ...GEOMETRY, filterShape });
  const margin = (kernel - 1) / 2;
  // Channels first: each tap is a block of rows, and no wide matrix is transposed.
  const planes = transpose(x, [3, 0, 1, 2]);
  const padded = pad(planes, [
    [0, 0],
    [0, 0],
    [margin, margin],
    [margin, margin],
  ]);
  const taps: Tensor2D[] = [];
  for (let ky = 0; ky < kernel; ky++)
    for (let kx = 0; kx < kernel; kx++)
      taps.push(reshape(slice(padded, [0, 0, ky, kx], [inputs, n, height, width]), [inputs, n * height * width]));
  const columns = concat(taps, 0);
  const rows = reshape<Rank.R2>(dy, [n * height * width, outputs]);
  return reshape(matMul(columns, rows), filterShape);
}

/** ∂loss/∂input [n, h, w, in]: dy convolved with the filter turned by 180° and its channels swapped. */
export function convInputGradient(dy: Tensor4D, filter: Tensor4D): Tensor4D {
  const [n, height, width] = dy.shape;
  if (hasOwnKernels()) {
    const inputShape: [number, number, number, number] = [n, height, width, filter.shape[2]];
    return engine().runKernel<Tensor4D>(Conv2DBackpropInput, { dy, filter }, { ...GEOMETRY, inputShape });
  }
  return conv2d(dy, transpose(reverse(filter, [0, 1]), [0, 1, 3, 2]), 1, 'same');
}
