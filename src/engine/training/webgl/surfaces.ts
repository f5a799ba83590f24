/**
 * The textures of a fused step. Weights and optimiser state exist twice, since no draw may read what it writes; the
 * rest is their gradient, and for batches of up to `rows` rows the activations and their gradients.
 */
import { PIXELS } from '../../../core/types.ts';
import { STATE_KINDS, type UpdateRule } from '../optimizer.ts';
import { MAX_CHUNK_STEPS } from '../answer-time.ts';
import { GlObjects, type Stack, checked } from './gl-objects.ts';
import { type Atlas, BatchRows, CLASS_TEXELS, ROW_TEXELS, outputColumns } from './layout.ts';
import { planesPerUpdate } from './shaders.ts';

/** Rows uploaded at a time. */
const UPLOADED_ROWS = 1024;
/** Texels in a line of the texture that tfjs copies. */
export const READ_COLUMNS = 512;

export interface Drawable {
  readonly stack: Stack;
  readonly frame: WebGLFramebuffer;
}

/** Weights, then each kind of state. */
export interface Generation {
  readonly kinds: readonly Stack[];
  /** One per draw of an update, in the order of the planes. */
  readonly frames: readonly WebGLFramebuffer[];
}

export class Surfaces {
  readonly rows: number;
  readonly generations: readonly [Generation, Generation];
  readonly gradient: Drawable;
  /** The batch's images. */
  readonly inputs: Drawable;
  /** Of each layer; the last are the logits. */
  readonly outputs: readonly Drawable[];
  /** ∂loss/∂z of each layer. */
  readonly slopes: readonly Drawable[];
  readonly batch: { readonly texture: WebGLTexture; readonly rows: BatchRows };
  readonly metrics: WebGLFramebuffer;
  /** tfjs copies this texture. */
  readonly read: { readonly texture: WebGLTexture; readonly frame: WebGLFramebuffer; readonly lines: number };
  readonly #objects: GlObjects;

  private constructor(gl: WebGL2RenderingContext, objects: GlObjects, atlas: Atlas, rule: UpdateRule, rows: number) {
    this.#objects = objects;
    this.rows = rows;
    const { planes, placements, columns, lines } = atlas;
    const generation = (): Generation => {
      const kinds = Array.from({ length: 1 + STATE_KINDS[rule] }, () => objects.stack(columns, lines, planes));
      const count = planesPerUpdate(planes, rule);
      const frames = Array.from({ length: planes / count }, (_, draw) =>
        objects.frame(
          kinds.flatMap((stack) => Array.from({ length: count }, (__, i) => ({ stack, plane: draw * count + i }))),
        ),
      );
      return { kinds, frames };
    };
    const drawable = (width: number, height: number): Drawable => {
      const stack = objects.stack(width, height, planes);
      return { stack, frame: objects.frame(Array.from({ length: planes }, (_, plane) => ({ stack, plane }))) };
    };
    const height = Math.ceil(rows / planes);
    this.generations = [generation(), generation()];
    this.gradient = drawable(columns, lines);
    this.inputs = drawable(outputColumns(PIXELS, planes), height);
    this.outputs = placements.map(({ outputs }) => drawable(outputColumns(outputs, planes), height));
    this.slopes = placements.map((placement, i) =>
      drawable(i === placements.length - 1 ? CLASS_TEXELS + 1 : placement.columns, height),
    );
    const batch = new BatchRows(Math.max(rows, UPLOADED_ROWS));
    // The last line of a batch may extend beyond its rows.
    this.batch = { rows: batch, texture: objects.texture(gl.RGBA32UI, ROW_TEXELS, batch.capacity + planes) };
    this.metrics = objects.frame(objects.texture(gl.RGBA32F, MAX_CHUNK_STEPS, 1));
    const largest = Math.max(...placements.map(({ inputs, outputs }) => inputs * outputs));
    const readLines = Math.ceil(largest / (4 * READ_COLUMNS));
    const texture = objects.texture(gl.RGBA32F, READ_COLUMNS, readLines);
    this.read = { texture, frame: objects.frame(texture), lines: readLines };
  }

  /** Throws where the device lacks memory or cannot draw on the textures, and frees them then. */
  static create(gl: WebGL2RenderingContext, atlas: Atlas, rule: UpdateRule, rows: number): Surfaces {
    const objects = new GlObjects(gl);
    try {
      return checked(gl, 'The fused step', () => new Surfaces(gl, objects, atlas, rule, rows));
    } catch (error) {
      objects.dispose();
      throw error;
    }
  }

  dispose(): void {
    this.#objects.dispose();
  }
}
