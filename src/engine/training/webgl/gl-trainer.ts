/**
 * Runs batches as fused steps on TensorFlow.js' WebGL context, with weights and optimiser state in textures of its own.
 * The device executes its draws and tfjs' in the order of the calls, so a copy for tfjs is always of one whole step.
 */
import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { messageOf } from '../../../core/message-of.ts';
import { sizeOf } from '../../../core/size-of.ts';
import type { ImageSet } from '../../data/dataset.ts';
import { EngineError } from '../../engine.ts';
import type { DenseSpec, ParameterSpec } from '../../model/spec.ts';
import type { BatchScore } from '../kernel/cross-entropy.ts';
import { present } from '../fused.ts';
import { type Optimizer, type ParameterSet, updateScalars } from '../optimizer.ts';
import type { BatchMetrics } from '../path.ts';
import { MAX_CHUNK_STEPS } from '../answer-time.ts';
import { LIMIT_MS, answerOf } from '../read-back.ts';
import { FusedStep, type Moment, type Paint, layerOf } from './fused-step.ts';
import { type Atlas, type Planes, inParts, layOut, packParameters } from './layout.ts';
import { Painter } from './painter.ts';
import { type ProgramSet, linkPrograms } from './programs.ts';
import { READ_COLUMNS, Surfaces } from './surfaces.ts';
import { readFrame } from './read-frame.ts';

/** Images evaluated at a time. */
export const SCORED_ROWS = 256;

export interface TrainerParts {
  readonly gl: WebGL2RenderingContext;
  readonly layers: readonly DenseSpec[];
  readonly parameters: readonly ParameterSpec[];
  /** Provides learning rate, momentum and step count; its state variables are not used. */
  readonly optimizer: Optimizer;
  /** The largest batch. */
  readonly batch: number;
}

export class GlTrainer {
  readonly #parts: TrainerParts;
  readonly #atlas: Atlas;
  readonly #programs: ProgramSet;
  readonly #step: FusedStep;
  readonly #painter: Painter;
  readonly #surfaces: Surfaces;
  /** The generation that holds the latest weights. */
  #latest: 0 | 1 = 0;
  #updates = 0;

  private constructor(parts: TrainerParts, atlas: Atlas, programs: ProgramSet, surfaces: Surfaces) {
    this.#parts = parts;
    this.#atlas = atlas;
    this.#programs = programs;
    this.#step = new FusedStep(atlas, parts.optimizer.rule, programs);
    this.#surfaces = surfaces;
    this.#painter = new Painter(parts.gl);
  }

  /** Uses the first of `choices` that the device can draw on; rejects where there is none, or a program does not link. */
  static async create(parts: TrainerParts, choices: readonly Planes[]): Promise<GlTrainer> {
    const { gl, layers, optimizer, batch } = parts;
    const problems: string[] = [];
    for (const planes of choices) {
      const atlas = layOut(layers, planes);
      let surfaces: Surfaces | null = null;
      try {
        surfaces = Surfaces.create(gl, atlas, optimizer.rule, Math.max(batch, SCORED_ROWS));
      } catch (error) {
        problems.push(messageOf(error));
        continue;
      }
      try {
        // oxlint-disable-next-line no-await-in-loop -- one choice after the other
        return new GlTrainer(parts, atlas, await linkPrograms(gl, planes, optimizer.rule), surfaces);
      } catch (error) {
        surfaces.dispose();
        throw error;
      }
    }
    throw new EngineError('backend', problems.join('; '));
  }

  get planes(): Planes {
    return this.#atlas.planes;
  }

  /** Updates of the weights submitted so far. */
  get updates(): number {
    return this.#updates;
  }

  /** As `TrainingPath.run`. */
  async run(images: ImageSet, batches: readonly Uint32Array[]): Promise<BatchMetrics> {
    const losses = new Float32Array(batches.length);
    const accuracies = new Float32Array(batches.length);
    for (let first = 0; first < batches.length; first += MAX_CHUNK_STEPS) {
      const part = batches.slice(first, first + MAX_CHUNK_STEPS);
      this.#submit(images, part, (paint, moment) => this.#train(paint, moment));
      // oxlint-disable-next-line no-await-in-loop -- the metrics' texels are reused
      const metrics = await this.#metrics(part.length, 'The training step');
      part.forEach((rows, i) => {
        losses[first + i] = (metrics[4 * i] ?? Number.NaN) / rows.length;
        accuracies[first + i] = (metrics[4 * i + 1] ?? Number.NaN) / rows.length;
      });
    }
    return { losses, accuracies };
  }

  /** Summed loss and right answers of at most `SCORED_ROWS` rows. */
  async score(images: ImageSet, rows: Uint32Array): Promise<BatchScore> {
    this.#submit(images, [rows], (paint, moment) =>
      this.#step.judge(paint, this.#surfaces, this.#surfaces.generations[this.#latest], moment),
    );
    const [loss = Number.NaN, correct = Number.NaN] = await this.#metrics(1, 'The test pass');
    return { loss, correct };
  }

  /** `values` in the order and layout of the network's parameters. Replaces everything. */
  load(what: ParameterSet, values: readonly Float32Array[]): void {
    const { gl } = this.#parts;
    const { placements, planes } = this.#atlas;
    gl.bindTexture(gl.TEXTURE_2D_ARRAY, this.#textureOf(what));
    placements.forEach((placement, i) => {
      const [weight, bias] = values.slice(2 * i, 2 * i + 2).map(present);
      const packed = packParameters(placement, planes, present(weight), present(bias));
      const { top, columns, lines } = placement;
      gl.texSubImage3D(
        gl.TEXTURE_2D_ARRAY,
        ...([0, 0, top, 0, columns, lines, planes] as const),
        gl.RGBA,
        gl.FLOAT,
        packed,
      );
    });
    gl.bindTexture(gl.TEXTURE_2D_ARRAY, null);
  }

  /** Copies after all updates submitted so far, in the order of the parameters. The caller disposes them. */
  copies(what: ParameterSet): Tensor[] {
    const { parameters } = this.#parts;
    return parameters.map(({ shape, role }, i) => {
      const placement = present(this.#atlas.placements[Math.floor(i / 2)]);
      const from = role === 'weight' ? 0 : placement.inputs * placement.outputs;
      const { texture, frame, lines } = this.#surfaces.read;
      const height = Math.ceil(sizeOf(shape) / (4 * READ_COLUMNS));
      this.#painter.paint((paint) =>
        paint({
          program: present(this.#programs.get('read')),
          textures: [this.#textureOf(what)],
          frame,
          area: [0, 0, READ_COLUMNS, height],
          layer: layerOf(placement),
          now: [0, 0, from, READ_COLUMNS],
        }),
      );
      return tensor({ texture, height: lines, width: READ_COLUMNS, channels: 'RGBA' }, [...shape], 'float32');
    });
  }

  dispose(): void {
    this.#surfaces.dispose();
    this.#painter.dispose();
  }

  #textureOf(what: ParameterSet): WebGLTexture {
    const { kinds } = this.#surfaces.generations[this.#latest];
    return present(kinds[what === 'weights' ? 0 : what + 1]).texture;
  }

  /** Uploads the batches, at most `MAX_CHUNK_STEPS`, and calls `work` for each. */
  #submit(images: ImageSet, batches: readonly Uint32Array[], work: (paint: Paint, moment: Moment) => void): void {
    const { batch, rows: most } = this.#surfaces;
    if (batches.some((rows) => rows.length > most)) {
      throw new EngineError('argument', `A batch has at most ${most} images`);
    }
    this.#painter.paint((paint) => {
      let slot = 0;
      for (const part of inParts(batches, batch.rows.capacity)) {
        this.#upload(images, part);
        let first = 0;
        for (const { length: count } of part) {
          work(paint, { first, count, slot, white: images.white ?? 255, ...this.#rates() });
          first += count;
          slot++;
        }
      }
    });
  }

  #train(paint: Paint, moment: Moment): void {
    const next = this.#latest === 0 ? 1 : 0;
    const { generations } = this.#surfaces;
    this.#step.train(paint, this.#surfaces, generations[this.#latest], generations[next], moment);
    this.#latest = next;
    this.#updates++;
    this.#parts.optimizer.steps++;
  }

  /** Of the next step. */
  #rates(): Pick<Moment, 'rate' | 'momentum' | 'epsilon'> {
    const { rule, learningRate, momentum, steps } = this.#parts.optimizer;
    return { momentum, ...updateScalars(rule, learningRate, steps + 1) };
  }

  #upload(images: ImageSet, batches: readonly Uint32Array[]): void {
    const { gl } = this.#parts;
    const { texture, rows } = this.#surfaces.batch;
    let count = 0;
    for (const batch of batches) {
      rows.write(images, batch, count);
      count += batch.length;
    }
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, texture);
    const size = [rows.width, count] as const;
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, ...size, gl.RGBA_INTEGER, gl.UNSIGNED_INT, rows.words);
  }

  /** [summed loss, right answers, –, –] of each slot. */
  async #metrics(slots: number, what: string): Promise<Float32Array> {
    const { gl } = this.#parts;
    return answerOf(readFrame(gl, this.#surfaces.metrics, slots, LIMIT_MS), what);
  }
}
