/**
 * Asks the engine to watch the drawing, with at most two requests in flight; skips all but the latest drawing. Answers
 * are the engine's `prediction` events. The engine continues to watch the last drawing.
 */
import { PIXELS } from '../core/types.ts';
import type { Engine } from '../engine/engine.ts';

/** The drawing to be recognised; `raster` is null without ink. */
export interface WatchedDrawing {
  readonly id: number;
  readonly raster: Uint8Array | null;
}

export interface PredictionLoop {
  show(drawing: WatchedDrawing): void;
  /** Asks this engine from now on, beginning with the latest drawing; null: waits for the next one. */
  use(engine: Pick<Engine, 'watch'> | null): void;
}

/**
 * During training both are answered between the same two chunks. With one, the end of a stroke would wait for two
 * chunks.
 */
const MOST_IN_FLIGHT = 2;

export function createPredictionLoop(onError: (error: unknown) => void): PredictionLoop {
  let engine: Pick<Engine, 'watch'> | null = null;
  let latest: WatchedDrawing | null = null;
  let pending = false;
  /** The requests to the current engine. */
  let flight = { size: 0 };

  function run(): void {
    if (!pending || !engine || !latest || flight.size >= MOST_IN_FLIGHT) return;
    pending = false;
    void ask(engine, latest);
  }

  async function ask(asked: Pick<Engine, 'watch'>, { id, raster }: WatchedDrawing): Promise<void> {
    const own = flight;
    own.size++;
    try {
      await asked.watch(raster && toPixels(raster), id);
    } catch (error) {
      // The supervisor reports failures of replaced engines.
      if (own === flight) onError(error);
    }
    own.size--;
    run();
  }

  const wake = (): void => {
    pending = true;
    run();
  };

  return {
    show(drawing) {
      latest = drawing;
      wake();
    },
    use(next) {
      engine = next;
      flight = { size: 0 };
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
