/** A step with its bind groups, which are made once; recording a step is a loop over them. */
import { present } from '../fused.ts';
import type { KernelName } from './kernels.ts';
import { TILES } from './kernels.ts';
import { type KernelSet, stepLayoutOf } from './pipelines.ts';
import { type PlannedDispatch, workgroups } from './step-plan.ts';
import { OFFSET_ALIGNMENT, ROWS_BYTES, STEP_BYTES } from './step-table.ts';
import type { Workspace } from './workspace.ts';

/** The buffers of a step outside its workspace. */
export interface StepBuffers {
  /** In the order of `ModelSpec.parameters`: each layer's weight, then its bias. */
  readonly parameters: readonly GPUBuffer[];
  /** By kind of state, each in the parameters' order. */
  readonly state: readonly (readonly GPUBuffer[])[];
  readonly pixels: GPUBuffer;
  readonly labels: GPUBuffer;
}

interface Dispatch {
  readonly pipeline: GPUComputePipeline;
  readonly group: GPUBindGroup;
  readonly full: readonly [number, number];
  readonly plan: PlannedDispatch;
}

/** In the order of the kernel's bindings in `kernels.ts`. */
function buffersFor({ kernel, layer }: PlannedDispatch, workspace: Workspace, given: StepBuffers): GPUBuffer[] {
  const [weight, bias] = [given.parameters[2 * layer], given.parameters[2 * layer + 1]].map(present);
  const sizes = present(workspace.layers[layer]);
  const slopes = present(workspace.slopes[layer]);
  const output = present(workspace.outputs[layer]);
  const input = layer === 0 ? given.pixels : present(workspace.outputs[layer - 1]);
  const state = given.state.flatMap((kind) => [present(kind[2 * layer]), present(kind[2 * layer + 1])]);
  const table: Record<KernelName, () => (GPUBuffer | undefined)[]> = {
    'forward-first': () => [sizes, input, weight, bias, output],
    forward: () => [sizes, input, weight, bias, output],
    loss: () => [output, given.labels, slopes, workspace.metrics],
    backward: () => [sizes, slopes, weight, input, present(workspace.slopes[layer - 1])],
    'update-first': () => [sizes, input, slopes, weight, bias, ...state],
    update: () => [sizes, input, slopes, weight, bias, ...state],
  };
  return table[kernel]().map(present);
}

export class BoundStep {
  readonly #set: KernelSet;
  readonly #workspace: Workspace;
  readonly #stepGroup: GPUBindGroup;
  readonly #dispatches: readonly Dispatch[];

  constructor(
    device: GPUDevice,
    set: KernelSet,
    plan: readonly PlannedDispatch[],
    workspace: Workspace,
    buffers: StepBuffers,
  ) {
    this.#set = set;
    this.#workspace = workspace;
    this.#stepGroup = device.createBindGroup({
      layout: stepLayoutOf(device),
      entries: [
        { binding: 0, resource: { buffer: workspace.steps, size: STEP_BYTES } },
        { binding: 1, resource: { buffer: workspace.rows, size: ROWS_BYTES } },
      ],
    });
    const tile = TILES[set.variant];
    this.#dispatches = plan.map((planned) => {
      const { pipeline, layout } = present(set.kernels.get(planned.kernel));
      const entries = buffersFor(planned, workspace, buffers).map((buffer, binding) => ({
        binding,
        resource: { buffer },
      }));
      const group = device.createBindGroup({ label: planned.kernel, layout, entries });
      return { pipeline, group, full: workgroups(planned, tile, workspace.batch), plan: planned };
    });
  }

  /** Records steps 0 … `counts.length`−1 of the workspace's tables; `counts`: rows of each batch. */
  record(encoder: GPUCommandEncoder, counts: readonly number[]): void {
    const pass = encoder.beginComputePass();
    const { batch, rowsStride } = this.#workspace;
    const tile = TILES[this.#set.variant];
    let current: GPUComputePipeline | null = null;
    counts.forEach((count, step) => {
      pass.setBindGroup(0, this.#stepGroup, [step * OFFSET_ALIGNMENT, step * rowsStride]);
      for (const { pipeline, group, full, plan } of this.#dispatches) {
        const [x, y] = count === batch ? full : workgroups(plan, tile, count);
        if (pipeline !== current) pass.setPipeline(pipeline);
        current = pipeline;
        pass.setBindGroup(1, group);
        pass.dispatchWorkgroups(x, y);
      }
    });
    pass.end();
  }
}
