/** WebGPU's fused step against the written-out one, where the golden vectors do not reach. */
import { memory } from '@tensorflow/tfjs-core';
import type { RunConfig } from '../../src/core/config.ts';
import type { ImageSet } from '../../src/engine/data/dataset.ts';
import { initialValues } from '../../src/engine/model/init.ts';
import { Network } from '../../src/engine/model/network.ts';
import { describeModel } from '../../src/engine/model/spec.ts';
import { goldenImages } from '../../src/engine/testing/golden.ts';
import { VARIANTS, type Variant } from '../../src/engine/training/webgpu/kernels.ts';
import { webGpuBackend } from '../../src/engine/training/webgpu/tfjs-buffers.ts';
import { WebGpuPath } from '../../src/engine/training/webgpu/webgpu-path.ts';
import {
  ADAM_MLP,
  CASES,
  type Comparison,
  MLP,
  SMALL_SOFTMAX,
  compare,
  outcomeOf,
  referenceFor,
} from './comparison.ts';

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

const fusedFor = (config: RunConfig, variants: readonly Variant[]) => (network: Network) =>
  // Impatient, so that there is a first step before the fused one is ready, where a case asks for that.
  new WebGpuPath(network, config, { variants, maxWaitMs: 0 });

/** `parts`: besides every form of the step, the changes to it and back and failures, or the timing of two variants. */
export async function checkFused(variant: Variant, parts: 'step and path' | 'step and timing'): Promise<FusedReport> {
  const { device } = webGpuBackend();
  const liveBuffers = countBuffers(device);
  const tensors = memory().numTensors;
  const images = goldenImages(2);
  const comparisons: Comparison[] = [];
  // First, since kernels that have been compiled once are not compiled again.
  if (parts === 'step and path') comparisons.push(await withoutCompiler(device, variant, images));
  for (const [name, config] of Object.entries(CASES)) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other on one device
    comparisons.push(compare(name, await outcomeOf(config, fusedFor(config, [variant]), images), referenceFor(config)));
  }
  if (parts === 'step and path') comparisons.push(...(await changes(variant, images)));
  else comparisons.push(await timed(images));
  return { comparisons, tensorsLeft: memory().numTensors - tensors, buffersLeft: liveBuffers() };
}

/** tfjs labels its own shaders with class names. */
const FUSED_LABEL = /-(?:direct|tiled)$/;

/** Shaders that do not compile: the path's id has the reason, and training continues. */
async function withoutCompiler(device: GPUDevice, variant: Variant, images: ImageSet): Promise<Comparison> {
  const config = SMALL_SOFTMAX;
  const createModule = device.createShaderModule.bind(device);
  device.createShaderModule = ({ code, ...rest }) =>
    createModule({ ...rest, code: FUSED_LABEL.test(rest.label ?? '') ? `${code} nonsense` : code });
  try {
    const outcome = await outcomeOf(config, fusedFor(config, [variant]), images);
    return compare('shaders that do not compile', outcome, referenceFor(config));
  } finally {
    device.createShaderModule = createModule;
  }
}

/** Timing must leave weights and optimiser as they are. */
async function timed(images: ImageSet): Promise<Comparison> {
  const outcome = await outcomeOf(MLP, fusedFor(MLP, VARIANTS), images);
  return compare('the faster of two variants', outcome, referenceFor(MLP));
}

/** One path after the other on the same weights and optimiser. */
async function changes(variant: Variant, images: ImageSet): Promise<Comparison[]> {
  const comparisons: Comparison[] = [];
  for (const [name, config] of Object.entries({ momentum: MLP, Adam: ADAM_MLP })) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other on one device
    const changed = await outcomeOf(config, fusedFor(config, [variant]), images, true);
    comparisons.push(compare(`from written-out to fused with ${name}`, changed, referenceFor(config, true)));
  }
  // Said to be larger than any buffer: the GPU cannot hold it, and the written-out step takes its rows as before.
  const huge = { ...images, total: 2 ** 32 };
  const back = await outcomeOf(MLP, fusedFor(MLP, [variant]), huge);
  comparisons.push(compare('a set without room on the GPU', back, referenceFor(MLP)));
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
