/** Contenders on one backend, opened by name and measured one at a time. The same in the browser and under Dawn. */
import type { BackendName } from '../../src/core/types.ts';
import type { ImageSet } from '../../src/engine/data/dataset.ts';
import { type Contender, type ContenderName, type WorkloadChoice, createWorkload } from './contender.ts';
import { gpuCounts } from './gpu-meter.ts';
import { openContender } from './open.ts';

/** Over how many steps everyone has to agree before anyone is measured. */
export const CHECKED_STEPS = 3;

export interface Opened {
  readonly detail: string;
  /** Of the first steps, in nats. */
  readonly losses: readonly number[];
  /** Until it had trained those: loading, compiling, uploading. */
  readonly openMs: number;
}

export interface Measurement {
  readonly steps: number;
  readonly ms: number;
  /** `ms` without the time in which JavaScript only waited. */
  readonly jsMs: number;
  readonly dispatches: number;
  readonly submits: number;
  readonly writes: number;
}

interface Entry {
  readonly contender: Contender;
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

  async open(key: string, name: ContenderName, choice: WorkloadChoice): Promise<Opened> {
    const startedAt = performance.now();
    const contender = await openContender(name, this.#backend, createWorkload(choice, this.#images));
    try {
      await contender.prepare(0, CHECKED_STEPS);
      const losses = await contender.run(0, CHECKED_STEPS, true);
      this.#entries.set(key, { contender, next: CHECKED_STEPS });
      return { detail: contender.detail, losses, openMs: performance.now() - startedAt };
    } catch (error) {
      contender.dispose();
      throw error;
    }
  }

  async measure(key: string, steps: number): Promise<Measurement> {
    const entry = this.#entries.get(key);
    if (!entry) throw new Error(`${key} is not open`);
    await entry.contender.prepare(entry.next, steps);
    const before = gpuCounts();
    const startedAt = performance.now();
    await entry.contender.run(entry.next, steps, false);
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
    this.#entries.get(key)?.contender.dispose();
    this.#entries.delete(key);
  }
}
