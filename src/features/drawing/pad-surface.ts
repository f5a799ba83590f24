/**
 * Paints strokes, or an image of the test set, on the pad's canvas. It stores no picture: after a change of size or
 * colours the caller paints again. Under ink the canvas has paper too: browsers and extensions that darken pages recolour
 * CSS backgrounds but no canvas. Without ink it is transparent, for the invitation's text is darkened with the background.
 */
import { PAD_INK_WIDTH } from '../../core/strokes.ts';
import { PIXELS, SIDE, type Stroke } from '../../core/types.ts';
import { traceInk } from './ink-path.ts';

export interface Picture {
  readonly strokes: readonly Stroke[];
  /** 784 bytes, row-major, ink high; shown instead of strokes. */
  readonly image: Uint8Array | null;
}

export class PadSurface {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  #colours = { ink: '', paper: '' };
  #blank = true;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    this.#context = contextOf(canvas);
  }

  /** `side` in device pixels. A change clears the canvas. */
  resize(side: number): void {
    // Setting the same size also clears the canvas.
    if (this.#canvas.width === side && this.#canvas.height === side) return;
    this.#canvas.width = side;
    this.#canvas.height = side;
  }

  paint({ strokes, image }: Picture): void {
    const context = this.#context;
    // Clears the canvas and its state. Safari 16 has no `reset()`.
    const { width } = this.#canvas;
    this.#canvas.width = width;
    this.#blank = true;
    // A canvas cannot resolve custom properties; CSS sets these two to the tokens.
    const { color: ink, backgroundColor: paper } = getComputedStyle(this.#canvas);
    this.#colours = { ink, paper };
    context.scale(this.#canvas.width, this.#canvas.height);
    context.lineWidth = PAD_INK_WIDTH;
    context.lineCap = 'round';
    context.lineJoin = 'round';
    context.strokeStyle = ink;
    if (image) {
      this.#layPaper();
      context.imageSmoothingEnabled = false;
      context.drawImage(tint(image, ink), 0, 0, 1, 1);
    }
    for (const stroke of strokes) this.extend(stroke, 0);
  }

  /** Adds the ink of the points from index `from` on, in the colours of the last `paint`. */
  extend(stroke: Stroke, from: number): void {
    const context = this.#context;
    this.#layPaper();
    const dot = stroke[0];
    context.beginPath();
    if (dot && stroke.length === 1) {
      context.arc(dot[0], dot[1], PAD_INK_WIDTH / 2, 0, 2 * Math.PI);
      context.fill();
    } else {
      traceInk(context, stroke, from);
      context.stroke();
    }
  }

  /** Below the first ink. */
  #layPaper(): void {
    if (!this.#blank) return;
    this.#blank = false;
    this.#context.fillStyle = this.#colours.paper;
    this.#context.fillRect(0, 0, 1, 1);
    this.#context.fillStyle = this.#colours.ink;
  }
}

/** The image as ink of this colour, on transparent. */
function tint(image: Uint8Array, ink: string): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = SIDE;
  canvas.height = SIDE;
  const context = contextOf(canvas);
  const pixels = context.createImageData(SIDE, SIDE);
  for (let i = 0; i < PIXELS; i++) pixels.data[4 * i + 3] = image[i] ?? 0;
  context.putImageData(pixels, 0, 0);
  context.globalCompositeOperation = 'source-in';
  context.fillStyle = ink;
  context.fillRect(0, 0, SIDE, SIDE);
  return canvas;
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser gives no 2D canvas, which the drawing pad needs.');
  return context;
}
