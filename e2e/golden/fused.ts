/** WebGPU's fused step against the written-out one, where the golden vectors do not reach. */
import { memory } from '@tensorflow/tfjs-core';
import { type RunConfig, defaultConfig } from '../../src/core/config.ts';
import type { ImageSet } from '../../src/engine/data/dataset.ts';
import { initialValues } from '../../src/engine/model/init.ts';
import { Network } from '../../src/engine/model/network.ts';
import { describeModel } from '../../src/engine/model/spec.ts';
import { goldenImages } from '../../src/engine/testing/golden.ts';
import type { Variant } from '../../src/engine/training/webgpu/kernels.ts';
import { webGpuBackend } from '../../src/engine/training/webgpu/tfjs-buffers.ts';
import { WebGpuPath } from '../../src/engine/training/webgpu/webgpu-path.ts';
import { CASES, type Comparison, MLP, compare, outcomeOf, referenceFor } from './comparison.ts';

export interface FusedReport {
  readonly comparisons: readonly Comparison[];
  readonly tensorsLeft: number;
  /** Live buffers of the fused step after everything was disposed. */
  readonly buffersLeft: number;
}

/** Counts the buffers that carry a label, as the fused step's do and tfjs' do not. */
function countBuffers(device: GPUDevice): () => number {
  let live = 0;
  const create = device.createBuffer.bind(device);
  device.createBuffer = (descriptor) => {
    const buffer = create(descriptor);
    if (buffer.label === '') return buffer;
    live++;
    const destroy = buffer.destroy.bind(buffer);
    let gone = false;
    buffer.destroy = () => {
      if (!gone) live--;
      gone = true;
      return destroy();
    };
    return buffer;
  };
  return () => live;
}

const fusedFor = (config: RunConfig, variant: Variant) => (network: Network) =>
  // Impatient, so that there is a first step before the fused one is ready, where a case asks for that.
  new WebGpuPath(network, config, { variants: [variant], maxWaitMs: 0 });

/** `parts`: the step in every form, or what surrounds it: changing to it and back, failures, leaks. */
export async function checkFused(variant: Variant, parts: 'step' | 'step and path'): Promise<FusedReport> {
  const { device } = webGpuBackend();
  const liveBuffers = countBuffers(device);
  const tensors = memory().numTensors;
  const images = goldenImages(2);
  const comparisons: Comparison[] = [];
  // First, since kernels that have been compiled once are not compiled again.
  if (parts === 'step and path') comparisons.push(await withoutCompiler(device, variant, images));
  for (const [name, config] of Object.entries(CASES)) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other on one device
    const reference = await referenceFor(config, images);
    // oxlint-disable-next-line no-await-in-loop
    comparisons.push(compare(name, await outcomeOf(config, fusedFor(config, variant), images), reference));
  }
  if (parts === 'step and path') comparisons.push(...(await changes(variant, images)));
  return { comparisons, tensorsLeft: memory().numTensors - tensors, buffersLeft: liveBuffers() };
}

/** Shaders that do not compile: the reason is told, and training goes on. */
async function withoutCompiler(device: GPUDevice, variant: Variant, images: ImageSet): Promise<Comparison> {
  const config: RunConfig = { ...defaultConfig('softmax'), batch: 8 };
  const reference = await referenceFor(config, images);
  const createModule = device.createShaderModule.bind(device);
  device.createShaderModule = ({ code, ...rest }) =>
    createModule({ ...rest, code: rest.label === undefined || rest.label === '' ? code : `${code} nonsense` });
  try {
    const outcome = await outcomeOf(config, fusedFor(config, variant), images);
    return compare('shaders that do not compile', outcome, reference);
  } finally {
    device.createShaderModule = createModule;
  }
}

/** One path after the other on the same weights and optimiser. */
async function changes(variant: Variant, images: ImageSet): Promise<Comparison[]> {
  const comparisons: Comparison[] = [];
  const adam: RunConfig = { ...MLP, optimizer: 'adam', lr: 0.002 };
  for (const [name, config] of Object.entries({ momentum: MLP, Adam: adam })) {
    // oxlint-disable-next-line no-await-in-loop
    const reference = await referenceFor(config, images, true);
    // oxlint-disable-next-line no-await-in-loop
    const changed = await outcomeOf(config, fusedFor(config, variant), images, true);
    comparisons.push(compare(`from written-out to fused with ${name}`, changed, reference));
  }
  // Said to be larger than any buffer: the GPU cannot hold it, and the written-out step takes its rows as before.
  const huge = { ...images, total: 2 ** 32 };
  const reference = await referenceFor(MLP, huge);
  const back = await outcomeOf(MLP, fusedFor(MLP, variant), huge);
  comparisons.push(compare('a set without room on the GPU', back, reference));
  await disposedEarly(variant);
  return comparisons;
}

/** A path that is disposed while it is still being prepared. */
async function disposedEarly(variant: Variant): Promise<void> {
  const spec = describeModel(MLP);
  const network = new Network(spec, initialValues(spec, 'pytorch', 1));
  const path = new WebGpuPath(network, MLP, { variants: [variant] });
  path.setLearningRate(0.5);
  path.dispose();
  network.dispose();
  await path.ready;
}
