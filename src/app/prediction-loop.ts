/**
 * Asks the network about the drawing: at most one question in flight, and the latest image wins. The engine goes on
 * watching what it was asked about last, so that training answers by itself.
 */
import { PIXELS, type Prediction } from '../core/types.ts';
import type { Engine } from '../engine/engine.ts';

/** What is to be recognised; `raster` null where there is no ink. */
export interface Subject {
  readonly id: number;
  readonly raster: Uint8Array | null;
}

export interface PredictionLoopOptions {
  /** `id`: of the subject that was asked about, which need not be the latest one any more. */
  readonly onPrediction: (id: number, prediction: Prediction) => void;
  readonly onError: (error: unknown) => void;
}

export interface PredictionLoop {
  show(subject: Subject): void;
  /** From now on ask this engine, beginning with the subject shown last; null: wait for the next one. */
  use(engine: Pick<Engine, 'watch'> | null): void;
}

export function createPredictionLoop({ onPrediction, onError }: PredictionLoopOptions): PredictionLoop {
  let engine: Pick<Engine, 'watch'> | null = null;
  let latest: Subject | null = null;
  let pending = false;
  let busy = false;

  async function run(): Promise<void> {
    if (busy) return;
    busy = true;
    while (pending && engine && latest) {
      pending = false;
      await ask(engine, latest);
    }
    busy = false;
  }

  async function ask(asked: Pick<Engine, 'watch'>, subject: Subject): Promise<void> {
    const pixels = subject.raster && toPixels(subject.raster);
    try {
      const prediction = await asked.watch(pixels, subject.id);
      if (prediction && asked === engine) onPrediction(subject.id, prediction);
    } catch (error) {
      // What an engine that has been replaced says is of no interest.
      if (asked === engine) onError(error);
    }
  }

  const wake = (): void => {
    pending = true;
    void run();
  };

  return {
    show(subject) {
      latest = subject;
      wake();
    },
    use(next) {
      engine = next;
      wake();
    },
  };
}

/** Bytes to values in [0, 1]. */
export function toPixels(raster: Uint8Array): Float32Array {
  const pixels = new Float32Array(PIXELS);
  for (let i = 0; i < PIXELS; i++) pixels[i] = (raster[i] ?? 0) / 255;
  return pixels;
}
