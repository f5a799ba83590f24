/**
 * Turns pointer and keyboard events into strokes. Ink is painted in the event itself; the store gets the stroke once a
 * frame, a touch's from its first movement on: a palm that only rests never reaches it. The store's drawing takes
 * precedence: where Undo, Clear, a test image or a script changes it during a stroke, the stroke is dropped.
 */
import type { Point, Stroke } from '../../core/types.ts';
import { throttleToFrames } from './frame-throttle.ts';
import { PadSurface, type Picture } from './pad-surface.ts';
import { isArrow, movePen, RESTING_PEN, type Pen } from './pen-cursor.ts';
import { isReleased, PointerRules, type Contact } from './pointer-rules.ts';
import { StrokeRecorder } from './stroke-recorder.ts';
import { asksForUndo } from './undo.ts';
import { watchColours } from './watch-colours.ts';

export interface PadHooks {
  /** The store's current drawing. */
  picture(): Picture;
  setStrokes(strokes: readonly Stroke[]): void;
  undo(): void;
  /** The keyboard's pen has moved, touched the paper or left it. Null while the keyboard isn't used. */
  onPen(pen: Pen | null): void;
}

type Source = 'keyboard' | Contact;

export class PadController {
  readonly #canvas: HTMLCanvasElement;
  readonly #hooks: PadHooks;
  readonly #surface: PadSurface;
  readonly #recorder = new StrokeRecorder();
  readonly #rules = new PointerRules();
  readonly #report = (): void => {
    this.#reported = [...this.#base, [...this.#recorder.stroke]];
    this.#hooks.setStrokes(this.#reported);
  };
  readonly #throttle = throttleToFrames(this.#report);
  readonly #listening = new AbortController();
  readonly #held = new Set<string>();
  /** The strokes before the current one. */
  #base: readonly Stroke[] = [];
  /** What the store got of the current stroke, or of the last one. */
  #reported: readonly Stroke[] | null = null;
  #source: Source | null = null;
  #pen: Pen = RESTING_PEN;

  constructor(canvas: HTMLCanvasElement, hooks: PadHooks) {
    this.#canvas = canvas;
    this.#hooks = hooks;
    this.#surface = new PadSurface(canvas);
    const options = { signal: this.#listening.signal };
    canvas.addEventListener('pointerdown', this.#onPointerDown, options);
    canvas.addEventListener('pointermove', this.#onPointerMove, options);
    for (const type of ['pointerup', 'pointercancel', 'lostpointercapture'] as const) {
      canvas.addEventListener(type, this.#onPointerEnd, options);
    }
    for (const type of ['pointerdown', 'pointermove', 'pointerup'] as const) {
      document.addEventListener(type, (event) => this.#rules.notice(event), { ...options, capture: true });
    }
    canvas.addEventListener('keydown', this.#onKeyDown, options);
    canvas.addEventListener('keyup', this.#onKeyUp, options);
    canvas.addEventListener('blur', this.#onBlur, options);
    canvas.addEventListener('contextrestored', this.#repaint, options);
    watchColours(canvas, this.#repaint, options);
    this.#watchSize();
  }

  dispose(): void {
    this.#throttle.cancel();
    this.#listening.abort();
  }

  /** Call it when the store's drawing has changed. */
  pictureChanged(): void {
    if (this.#source) {
      const { strokes, image } = this.#hooks.picture();
      const own = image === null && strokes.length === this.#base.length + 1;
      if (own) return;
      this.#throttle.cancel();
      this.#recorder.end();
      this.#source = null;
      if (this.#pen.down) this.#movePen({ ...this.#pen, down: false });
    }
    this.#repaint();
  }

  readonly #repaint = (): void => {
    const { strokes, image } = this.#hooks.picture();
    // The store can be one frame behind the pen.
    this.#surface.paint(
      this.#source ? { strokes: [...this.#base, this.#recorder.stroke], image: null } : { strokes, image },
    );
  };

  /** `before`: the strokes to continue, where these aren't the store's. */
  #begin(source: Source, at: Point, before: readonly Stroke[] | null = null): void {
    const { strokes, image } = this.#hooks.picture();
    // A stroke on a test image starts a new drawing.
    this.#base = before ?? (image ? [] : strokes);
    this.#source = source;
    this.#reported = null;
    this.#recorder.begin(at);
    if (before || image) this.#repaint();
    else this.#surface.extend(this.#recorder.stroke, 0);
    if (source === 'keyboard' || source.pointerType !== 'touch') this.#report();
  }

  #extend(points: readonly Point[]): void {
    const from = this.#recorder.stroke.length;
    for (const point of points) this.#recorder.extend(point);
    if (this.#recorder.stroke.length === from) return;
    this.#surface.extend(this.#recorder.stroke, from);
    this.#throttle.call();
  }

  #end(): void {
    if (!this.#source) return;
    this.#throttle.flush();
    if (!this.#reported) this.#report();
    this.#recorder.end();
    this.#source = null;
    // Replaces the pieces and straight half-segments by one smooth stroke.
    this.#repaint();
  }

  /** Takes the last stroke back. The strokes before it; null if the drawing has changed since. */
  #withdraw(): readonly Stroke[] | null {
    const isLast = this.#source !== null || this.#hooks.picture().strokes === this.#reported;
    this.#throttle.cancel();
    this.#recorder.end();
    this.#source = null;
    return isLast ? this.#base : null;
  }

  readonly #onPointerDown = (event: PointerEvent): void => {
    const verdict = this.#rules.press(event, this.#source === 'keyboard' ? null : this.#source);
    if (verdict === 'ignore') return;
    this.#usePointer();
    const before = verdict === 'instead' ? this.#withdraw() : null;
    this.#end();
    this.#capture(event.pointerId);
    const { pointerId, pointerType } = event;
    this.#begin({ pointerId, pointerType }, this.#pointOf(event), before);
  };

  readonly #onPointerMove = (event: PointerEvent): void => {
    if (!this.#drawsWith(event)) return;
    if (isReleased(event)) {
      this.#end();
      return;
    }
    // Empty for events made by scripts; missing in older Safari.
    const coalesced = 'getCoalescedEvents' in event ? event.getCoalescedEvents() : [];
    // Read once: after a change of the page each read forces a layout.
    const box = this.#canvas.getBoundingClientRect();
    this.#extend((coalesced.length > 0 ? coalesced : [event]).map((each) => this.#pointOf(each, box)));
  };

  /** A cancelled stroke stays, unless a pen follows: the reader has seen its ink, and can undo it. */
  readonly #onPointerEnd = (event: PointerEvent): void => {
    if (!this.#drawsWith(event)) return;
    if (event.type === 'pointercancel') this.#rules.cancelled(event);
    // A cancelled pointer has no valid position.
    if (event.type === 'pointerup') this.#extend([this.#pointOf(event)]);
    this.#end();
  };

  #drawsWith(event: PointerEvent): boolean {
    return typeof this.#source === 'object' && this.#source?.pointerId === event.pointerId;
  }

  #capture(pointerId: number): void {
    try {
      this.#canvas.setPointerCapture(pointerId);
    } catch (error) {
      // The pointer has gone, or a script made the event. Then the stroke isn't tracked outside the pad.
      if (!(error instanceof DOMException && error.name === 'NotFoundError')) throw error;
    }
  }

  #pointOf(event: PointerEvent, box: DOMRect = this.#canvas.getBoundingClientRect()): Point {
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  }

  readonly #onKeyDown = (event: KeyboardEvent): void => {
    if (asksForUndo(event)) {
      event.preventDefault();
      if (this.#source === 'keyboard') this.#movePen({ ...this.#pen, down: false });
      if (this.#source === null || this.#source === 'keyboard') this.#hooks.undo();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || (this.#source && this.#source !== 'keyboard')) return;
    if (isArrow(event.key)) {
      event.preventDefault();
      this.#held.add(event.key);
      this.#movePen(movePen(this.#pen, this.#held));
    } else if (event.key === ' ') {
      event.preventDefault();
      if (!event.repeat) this.#movePen({ ...this.#pen, down: !this.#pen.down });
    }
  };

  readonly #onKeyUp = (event: KeyboardEvent): void => {
    this.#held.delete(event.key);
  };

  readonly #onBlur = (): void => {
    this.#usePointer();
  };

  #usePointer(): void {
    this.#held.clear();
    if (this.#pen.down) this.#movePen({ ...this.#pen, down: false });
    this.#hooks.onPen(null);
  }

  #movePen(pen: Pen): void {
    const was = this.#pen;
    this.#pen = pen;
    if (pen.down && !was.down) this.#begin('keyboard', pen.at);
    else if (pen.down) this.#extend([pen.at]);
    else if (was.down) this.#end();
    this.#hooks.onPen(pen);
  }

  /** Keeps a canvas pixel equal to a device pixel after resizing, rotation, zoom and a move to another screen. */
  #watchSize(): void {
    const observer = new ResizeObserver((entries) => {
      const width = entries.at(-1)?.contentRect.width ?? 0;
      // The panel is hidden.
      if (width === 0) return;
      // Not the entry's device pixels: Chromium's device emulation reports CSS pixels there.
      this.#surface.resize(Math.round(width * devicePixelRatio));
      this.#repaint();
    });
    try {
      // This box changes with screen and zoom even at the same CSS size. Safari lacks it.
      observer.observe(this.#canvas, { box: 'device-pixel-content-box' });
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      observer.observe(this.#canvas);
    }
    this.#listening.signal.addEventListener('abort', () => {
      observer.disconnect();
    });
  }
}
