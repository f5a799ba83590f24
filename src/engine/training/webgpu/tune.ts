/** Which variant of the kernels is the faster one here, found out with whole steps on buffers that nobody needs. */
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

/** Work in one timing: enough to stand out from what a submit costs, little enough to go unnoticed. */
const ROUND_MS = 15;
const ROUND_STEPS = 64;
const ROUNDS = 3;
/** A first look at a batch of so few rows; where it takes this long already, it decides. */
const FEW_ROWS = 8;
const SLOW_MS = 20;

const choices = new WeakMap<GPUDevice, Map<string, Variant>>();

/** Remembers its answer by device, sizes and update rule. No other work should be on the device meanwhile. */
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

  const standIns = await createStandIns(device, layers, rule, workspace.batch);
  try {
    const times = await timeAll(device, sets, layers, standIns, workspace);
    const best = sets[times.indexOf(Math.min(...times))] ?? first;
    known.set(key, best.variant);
    return best;
  } finally {
    destroyAll(standIns);
  }
}

/** What a step takes with each set, the least over rounds in which they take turns. */
async function timeAll(
  device: GPUDevice,
  sets: readonly KernelSet[],
  layers: readonly DenseSpec[],
  standIns: StepBuffers,
  workspace: Workspace,
): Promise<number[]> {
  const { batch } = workspace;
  const still = { rule: 'sgd', learningRate: 0, momentum: 0, steps: 0 } as const;
  const rows = Uint32Array.from({ length: batch }, (_, i) => i);
  const plan = planStep(layers);
  const bound = sets.map((set) => new BoundStep(device, set, plan, workspace, standIns));
  const inTurn = async (count: number, steps: number): Promise<number[]> => {
    workspace.write(Array<Uint32Array>(steps).fill(rows.subarray(0, count)), still, 255);
    const counts = Array<number>(steps).fill(count);
    const times: number[] = [];
    // oxlint-disable-next-line no-await-in-loop -- at the same time they would only time each other
    for (const step of bound) times.push((await timeOf(device, step, counts)) / steps);
    return times;
  };

  const few = Math.min(batch, FEW_ROWS);
  // The first time also pays for what a driver leaves to the first use.
  await inTurn(few, 1);
  const firstLook = await inTurn(few, 1);
  if (Math.min(...firstLook) > SLOW_MS) return firstLook;
  let least = await inTurn(batch, 1);
  const steps = Math.max(1, Math.min(ROUND_STEPS, Math.round(ROUND_MS / Math.max(Math.min(...least), 0.01))));
  for (let round = 0; round < ROUNDS; round++) {
    // oxlint-disable-next-line no-await-in-loop
    const times = await inTurn(batch, steps);
    // A single step's time is mostly that of its submit.
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

/** Zeros of the largest size, shared by all layers: what is calculated is of no interest. */
async function createStandIns(
  device: GPUDevice,
  layers: readonly DenseSpec[],
  rule: UpdateRule,
  batch: number,
): Promise<StepBuffers> {
  const weightBytes = 4 * Math.max(...layers.map(({ inputs, outputs }) => inputs * outputs));
  const biasBytes = 4 * Math.max(...layers.map(({ outputs }) => outputs));
  const create = (): StepBuffers => {
    const pair = (): GPUBuffer[] => {
      const [weight, bias] = [standIn(device, weightBytes), standIn(device, biasBytes)];
      return layers.flatMap(() => [weight, bias]);
    };
    return {
      parameters: pair(),
      state: Array.from({ length: STATE_KINDS[rule] }, pair),
      pixels: standIn(device, batch * PIXELS),
      labels: standIn(device, batch),
    };
  };
  return created(device, 'Buffers for timing', create, destroyAll);
}

function destroyAll({ parameters, state, pixels, labels }: StepBuffers): void {
  for (const buffer of [...parameters, ...state.flat(), pixels, labels]) buffer.destroy();
}

function standIn(device: GPUDevice, bytes: number): GPUBuffer {
  return device.createBuffer({ label: 'stand-in', size: toWord(bytes), usage: GPUBufferUsage.STORAGE });
}
