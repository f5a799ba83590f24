/** Opens implementations on one backend by name, and measures one at a time. Runs in the browser and under Dawn. */
import type { BackendName } from '../../src/core/types.ts';
import type { ImageSet } from '../../src/engine/data/dataset.ts';
import {
  type Implementation,
  type ImplementationName,
  type Workload,
  type WorkloadChoice,
  createWorkload,
} from './implementation.ts';
import { gpuCounts } from './gpu-meter.ts';

/** The losses of this many steps must agree before anything is measured. */
export const CHECKED_STEPS = 3;

export interface Opened {
  readonly detail: string;
  /** Of the first steps, in nats. */
  readonly losses: readonly number[];
  /** Loading, compiling, uploading and the first steps. */
  readonly openMs: number;
}

export interface Measurement {
  readonly steps: number;
  readonly ms: number;
  /** `ms` without the time in which JavaScript waited for the device or for a frame. */
  readonly jsMs: number;
  readonly dispatches: number;
  readonly submits: number;
  readonly writes: number;
}

interface Entry {
  readonly implementation: Implementation;
  next: number;
}

export class Lab {
  readonly #backend: BackendName;
  readonly #images: ImageSet;
  readonly #entries = new Map<string, Entry>();

  constructor(backend: BackendName, images: ImageSet) {
    this.#backend = backend;
    this.#images = images;
  }

  async open(key: string, name: ImplementationName, choice: WorkloadChoice): Promise<Opened> {
    const startedAt = performance.now();
    const implementation = await openImplementation(name, this.#backend, createWorkload(choice, this.#images));
    try {
      await implementation.prepare(0, CHECKED_STEPS);
      const losses = await implementation.run(0, CHECKED_STEPS, true);
      this.#entries.set(key, { implementation, next: CHECKED_STEPS });
      return { detail: implementation.detail, losses, openMs: performance.now() - startedAt };
    } catch (error) {
      implementation.dispose();
      throw error;
    }
  }

  async measure(key: string, steps: number): Promise<Measurement> {
    const entry = this.#entries.get(key);
    if (!entry) throw new Error(`${key} is not open`);
    await entry.implementation.prepare(entry.next, steps);
    const before = gpuCounts();
    const startedAt = performance.now();
    await entry.implementation.run(entry.next, steps, false);
    const ms = performance.now() - startedAt;
    const after = gpuCounts();
    entry.next += steps;
    return {
      steps,
      ms,
      jsMs: ms - (after.waitedMs - before.waitedMs),
      dispatches: after.dispatches - before.dispatches,
      submits: after.submits - before.submits,
      writes: after.writes - before.writes,
    };
  }

  close(key: string): void {
    this.#entries.get(key)?.implementation.dispose();
    this.#entries.delete(key);
  }
}

/** TensorFlow.js must already run on `backend`. Rejects where the implementation has no such backend. */
async function openImplementation(
  name: ImplementationName,
  backend: BackendName,
  workload: Workload,
): Promise<Implementation> {
  switch (name) {
    case 'ours':
      return (await import('./ours.ts')).openOurs(workload);
    case 'written-out':
      return (await import('./ours.ts')).openWrittenOut(workload);
    case 'tfjs fit':
      return (await import('./tfjs.ts')).openFit(workload);
    case 'tfjs minimize':
      return (await import('./tfjs.ts')).openMinimize(workload);
    case 'jax-js':
      return (await import('./jax.ts')).openJax(workload, backend);
    default:
      return name satisfies never;
  }
}
