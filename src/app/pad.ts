/** The pad's content, strokes or an image. Asks the engine to watch it; answers come as `prediction` events. */
import type { Engine, EngineEvent, Sample } from '../engine/engine.ts';
import type { DigitReading } from '../core/picture.ts';
import { rasterFromStrokes } from '../core/strokes.ts';
import type { Stroke } from '../core/types.ts';
import type { AppStore } from '../store/create-store.ts';
import type { DrawingView } from '../store/state.ts';
import { createPredictionLoop, type PredictionLoop } from './prediction-loop.ts';

export class Pad {
  readonly #store: AppStore;
  readonly #loop: PredictionLoop;
  readonly #images = new LateImages();
  /** Ids of earlier drawings with the same strokes so far. */
  readonly #earlier = new Set<number>();

  constructor(store: AppStore, onError: (error: unknown) => void) {
    this.#store = store;
    this.#loop = createPredictionLoop(onError);
  }

  /** Asks this engine from now on; null: waits for the next one. */
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

  showPicture(name: string, picture: Promise<DigitReading>): Promise<void> {
    return this.#images.show(picture, ({ raster, several }) =>
      this.show({ strokes: [], raster, sample: null, picture: { name, several } }),
    );
  }

  /** Counts an answer for an earlier stage of this drawing as an answer for it. */
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
 * Images that are being decoded or requested from the engine. An image is not shown after a later one, nor after the
 * pad has changed in another way.
 */
class LateImages {
  #asked = 0;
  /** Images up to this number are too late. */
  #settled = 0;

  /** Rejects as `image` does. `show` is called unless the image is too late. */
  async show<Image>(image: Promise<Image>, show: (image: Image) => void): Promise<void> {
    const own = ++this.#asked;
    const arrived = await image;
    if (own <= this.#settled) return;
    show(arrived);
    // `show` has made all pending images too late. Later ones may still be shown.
    this.#settled = own;
  }

  /** Makes every pending image too late. */
  cancel(): void {
    this.#settled = this.#asked;
  }
}

/** Whether `after` contains every stroke of `before`, each with the same first point. */
function growsFrom(before: readonly Stroke[], after: readonly Stroke[]): boolean {
  return (
    after.length >= before.length && before.every((stroke, i) => stroke[0] !== undefined && stroke[0] === after[i]?.[0])
  );
}
