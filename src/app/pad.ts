/** The drawing or image on the pad, and its prediction requests. Answers arrive as the engine's `prediction` events. */
import type { Engine, EngineEvent, Sample } from '../engine/engine.ts';
import { rasterFromStrokes } from '../core/strokes.ts';
import type { Stroke } from '../core/types.ts';
import type { AppStore } from '../store/create-store.ts';
import type { DrawingView } from '../store/state.ts';
import { createPredictionLoop, type PredictionLoop } from './prediction-loop.ts';

export class Pad {
  readonly #store: AppStore;
  readonly #loop: PredictionLoop;
  readonly #images = new LateImages();
  /** Ids of the drawings that the one on the pad has grown out of, stroke by stroke. */
  readonly #earlier = new Set<number>();

  constructor(store: AppStore, onError: (error: unknown) => void) {
    this.#store = store;
    this.#loop = createPredictionLoop(onError);
  }

  /** From now on ask this engine; null: wait for the next one. */
  use(engine: Engine | null): void {
    this.#loop.use(engine);
  }

  setStrokes(strokes: readonly Stroke[]): void {
    const { drawing } = this.#store.getState();
    const grows = drawing.strokes.length > 0 && drawing.raster !== null && growsFrom(drawing.strokes, strokes);
    this.#show({ strokes, raster: rasterFromStrokes(strokes), sample: null }, grows);
  }

  /** Replaces what is on the pad. */
  show(drawing: Omit<DrawingView, 'id'>): void {
    this.#show(drawing, false);
  }

  showSample(sample: Promise<Sample>): Promise<void> {
    return this.#images.show(sample, ({ pixels, label, index }) =>
      this.show({ strokes: [], raster: pixels, sample: { index, label } }),
    );
  }

  showPicture(name: string, picture: Promise<Uint8Array>): Promise<void> {
    return this.#images.show(picture, (raster) => this.show({ strokes: [], raster, sample: null, picture: { name } }));
  }

  /** While the pen moves, answers arrive late: each counts for the current drawing, which extends its own. */
  forDrawing(event: EngineEvent): EngineEvent {
    if (event.type !== 'prediction' || event.moment || !this.#earlier.has(event.watchId)) return event;
    return { ...event, watchId: this.#store.getState().drawing.id };
  }

  #show(drawing: Omit<DrawingView, 'id'>, grows: boolean): void {
    const { id } = this.#store.getState().drawing;
    this.#images.cancel();
    if (grows) this.#earlier.add(id);
    else this.#earlier.clear();
    this.#store.dispatch({ type: 'drawing', drawing: { ...drawing, id: id + 1 } });
    this.#loop.show({ id: id + 1, raster: drawing.raster });
  }
}

/**
 * Images being decoded, or awaited from the engine. They are shown in the order of their requests, and none after
 * something else has been put on the pad.
 */
class LateImages {
  #asked = 0;
  /** Images up to this one are too late. */
  #settled = 0;

  /** Rejects as `image` does. `show` is called unless the image is too late. */
  async show<Image>(image: Promise<Image>, show: (image: Image) => void): Promise<void> {
    const own = ++this.#asked;
    const arrived = await image;
    if (own <= this.#settled) return;
    show(arrived);
    // Images that were asked for later are still to be shown.
    this.#settled = own;
  }

  /** Makes every image on its way too late. */
  cancel(): void {
    this.#settled = this.#asked;
  }
}

/** The same beginnings, and nothing taken away. */
function growsFrom(before: readonly Stroke[], after: readonly Stroke[]): boolean {
  return (
    after.length >= before.length && before.every((stroke, i) => stroke[0] !== undefined && stroke[0] === after[i]?.[0])
  );
}
