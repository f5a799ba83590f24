/** Finds the fastest variant of the kernels by timing whole steps on scratch buffers. */
import { PIXELS } from '../../../core/types.ts';
import type { DenseSpec } from '../../model/spec.ts';
import { STATE_KINDS, type UpdateRule } from '../optimizer.ts';
import { BoundStep, type StepBuffers } from './bound-step.ts';
import { created } from './device-errors.ts';
import type { Variant } from './kernels.ts';
import type { KernelSet } from './pipelines.ts';
import { toWord } from './resident-images.ts';
import { planStep } from './step-plan.ts';
import type { Workspace } from './workspace.ts';

/** Work in one timing: more than a submit's overhead, and short enough not to delay training noticeably. */
const ROUND_MS = 15;
const ROUND_STEPS = 64;
const ROUNDS = 3;
/** The first timing has this many rows. On devices where it takes longer than `SLOW_MS`, it decides. */
const FEW_ROWS = 8;
const SLOW_MS = 20;

const choices = new WeakMap<GPUDevice, Map<string, Variant>>();

/** Caches its answer by device, sizes and update rule. The device must have no other work meanwhile. */
export async function fastest(
  device: GPUDevice,
  sets: readonly KernelSet[],
  layers: readonly DenseSpec[],
  rule: UpdateRule,
  workspace: Workspace,
): Promise<KernelSet> {
  const [first] = sets;
  if (!first) throw new Error('There are no kernels to choose from');
  if (sets.length === 1) return first;
  const known = choices.get(device) ?? new Map<string, Variant>();
  choices.set(device, known);
  const key = `${rule} ${workspace.batch} ${layers.map(({ inputs, outputs }) => `${inputs}x${outputs}`).join(' ')}`;
  const before = sets.find(({ variant }) => variant === known.get(key));
  if (before) return before;

  const scratch = await createScratch(device, layers, rule, workspace.batch);
  try {
    const times = await timeAll(device, sets, layers, scratch, workspace);
    // A clock that moves in steps of up to 100 ms may have measured nothing.
    const best = times.includes(0) ? first : (sets[times.indexOf(Math.min(...times))] ?? first);
    known.set(key, best.variant);
    return best;
  } finally {
    destroyAll(scratch);
  }
}

/** Milliseconds per step with each set: the minimum over interleaved rounds. */
async function timeAll(
  device: GPUDevice,
  sets: readonly KernelSet[],
  layers: readonly DenseSpec[],
  scratch: StepBuffers,
  workspace: Workspace,
): Promise<number[]> {
  const { batch } = workspace;
  const still = { rule: 'sgd', learningRate: 0, momentum: 0, steps: 0 } as const;
  const rows = Uint32Array.from({ length: batch }, (_, i) => i);
  const plan = planStep(layers);
  const bound = sets.map((set) => new BoundStep(device, set, plan, workspace, scratch));
  const inTurn = async (count: number, steps: number): Promise<number[]> => {
    workspace.write(Array<Uint32Array>(steps).fill(rows.subarray(0, count)), still, 255);
    const counts = Array<number>(steps).fill(count);
    const times: number[] = [];
    // oxlint-disable-next-line no-await-in-loop -- parallel timings would disturb each other
    for (const step of bound) times.push((await timeOf(device, step, counts)) / steps);
    return times;
  };

  const few = Math.min(batch, FEW_ROWS);
  // The first run includes work that drivers defer to the first use.
  await inTurn(few, 1);
  const firstLook = await inTurn(few, 1);
  if (Math.min(...firstLook) > SLOW_MS) return firstLook;
  let least = await inTurn(batch, 1);
  const steps = Math.max(1, Math.min(ROUND_STEPS, Math.round(ROUND_MS / Math.max(Math.min(...least), 0.01))));
  for (let round = 0; round < ROUNDS; round++) {
    // oxlint-disable-next-line no-await-in-loop
    const times = await inTurn(batch, steps);
    // The time of a single step is mostly that of its submit, so it is replaced.
    least = round === 0 ? times : least.map((known, i) => Math.min(known, times[i] ?? known));
  }
  return least;
}

async function timeOf(device: GPUDevice, step: BoundStep, counts: readonly number[]): Promise<number> {
  await device.queue.onSubmittedWorkDone();
  const startedAt = performance.now();
  const encoder = device.createCommandEncoder();
  step.record(encoder, counts);
  device.queue.submit([encoder.finish()]);
  await device.queue.onSubmittedWorkDone();
  return performance.now() - startedAt;
}

/** Zeros of the largest size, shared by all layers, since the results are not used. */
async function createScratch(
  device: GPUDevice,
  layers: readonly DenseSpec[],
  rule: UpdateRule,
  batch: number,
): Promise<StepBuffers> {
  const weightBytes = 4 * Math.max(...layers.map(({ inputs, outputs }) => inputs * outputs));
  const biasBytes = 4 * Math.max(...layers.map(({ outputs }) => outputs));
  const create = (): StepBuffers => {
    const pair = (): GPUBuffer[] => {
      const [weight, bias] = [zeros(device, weightBytes), zeros(device, biasBytes)];
      return layers.flatMap(() => [weight, bias]);
    };
    return {
      parameters: pair(),
      state: Array.from({ length: STATE_KINDS[rule] }, pair),
      pixels: zeros(device, batch * PIXELS),
      labels: zeros(device, batch),
    };
  };
  return created(device, 'Buffers for timing', create, destroyAll);
}

function destroyAll({ parameters, state, pixels, labels }: StepBuffers): void {
  for (const buffer of [...parameters, ...state.flat(), pixels, labels]) buffer.destroy();
}

function zeros(device: GPUDevice, bytes: number): GPUBuffer {
  return device.createBuffer({ label: 'scratch', size: toWord(bytes), usage: GPUBufferUsage.STORAGE });
}
