/**
 * Compiles kernels once per device; later runs and other networks reuse them. They live as long as the device and hold
 * no buffers.
 */
import type { UpdateRule } from '../optimizer.ts';
import { created } from './device-errors.ts';
import { type KernelName, type KernelSource, type Variant, kernelSource } from './kernels.ts';
import { ROWS_BYTES, STEP_BYTES } from './step-table.ts';

export interface Kernel {
  readonly pipeline: GPUComputePipeline;
  /** Of bind group 1. */
  readonly layout: GPUBindGroupLayout;
}

export interface KernelSet {
  readonly variant: Variant;
  readonly kernels: ReadonlyMap<KernelName, Kernel>;
}

interface DevicePipelines {
  /** Of bind group 0: the step's numbers and row indices at dynamic offsets. */
  readonly stepLayout: GPUBindGroupLayout;
  readonly kernels: Map<string, Promise<Kernel>>;
}

const byDevice = new WeakMap<GPUDevice, DevicePipelines>();

function pipelinesOf(device: GPUDevice): DevicePipelines {
  const known = byDevice.get(device);
  if (known) return known;
  const stepLayout = device.createBindGroupLayout({
    entries: [STEP_BYTES, ROWS_BYTES].map((minBindingSize, binding) => ({
      binding,
      visibility: GPUShaderStage.COMPUTE,
      buffer: { type: 'uniform', hasDynamicOffset: true, minBindingSize },
    })),
  });
  const made = { stepLayout, kernels: new Map<string, Promise<Kernel>>() };
  byDevice.set(device, made);
  return made;
}

export function stepLayoutOf(device: GPUDevice): GPUBindGroupLayout {
  return pipelinesOf(device).stepLayout;
}

/** The named kernels; rejects with the message of the compiler or the device for the first that fails. */
export async function compileKernels(
  device: GPUDevice,
  names: readonly KernelName[],
  variant: Variant,
  rule: UpdateRule,
): Promise<KernelSet> {
  const { stepLayout, kernels } = pipelinesOf(device);
  const compiled = names.map(async (name) => {
    const source = kernelSource(name, variant, rule);
    const kernel = kernels.get(source.key) ?? compile(device, stepLayout, source);
    kernels.set(source.key, kernel);
    try {
      return [name, await kernel] as const;
    } catch (error) {
      // The next run retries.
      kernels.delete(source.key);
      throw error;
    }
  });
  return { variant, kernels: new Map(await Promise.all(compiled)) };
}

async function compile(device: GPUDevice, stepLayout: GPUBindGroupLayout, source: KernelSource): Promise<Kernel> {
  const { key: label, bindings, code } = source;
  const { module, layout, pipelineLayout } = await created(device, `The kernel ${label}`, () => {
    const groupLayout = device.createBindGroupLayout({
      label,
      entries: bindings.map(({ type }, binding) => ({ binding, visibility: GPUShaderStage.COMPUTE, buffer: { type } })),
    });
    return {
      layout: groupLayout,
      module: device.createShaderModule({ label, code }),
      pipelineLayout: device.createPipelineLayout({ label, bindGroupLayouts: [stepLayout, groupLayout] }),
    };
  });
  const pipeline = await device.createComputePipelineAsync({
    label,
    layout: pipelineLayout,
    compute: { module, entryPoint: 'main' },
  });
  return { pipeline, layout };
}
