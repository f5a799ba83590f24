/** The draws of a fused step, in order. */
import { present } from '../fused.ts';
import type { UpdateRule } from '../optimizer.ts';
import { type Atlas, CLASS_TEXELS, type LayerPlacement } from './layout.ts';
import type { Draw } from './painter.ts';
import type { Program, ProgramSet } from './programs.ts';
import { type ProgramName, planesPerUpdate } from './shaders.ts';
import type { Generation, Surfaces } from './surfaces.ts';

/** The numbers that differ between steps. */
export interface Moment {
  /** The batch's first row in the texture, and its number of rows. */
  readonly first: number;
  readonly count: number;
  /** The texel for its metrics. */
  readonly slot: number;
  readonly rate: number;
  readonly momentum: number;
  readonly epsilon: number;
  /** The byte of full ink. */
  readonly white: number;
}

export type Paint = (draw: Draw) => void;

export class FusedStep {
  readonly #atlas: Atlas;
  readonly #rule: UpdateRule;
  readonly #programs: ProgramSet;

  constructor(atlas: Atlas, rule: UpdateRule, programs: ProgramSet) {
    this.#atlas = atlas;
    this.#rule = rule;
    this.#programs = programs;
  }

  /** Forward pass, slopes of the logits, and metrics. */
  judge(paint: Paint, surfaces: Surfaces, { kinds: [weight] }: Generation, moment: Moment): void {
    const { inputs, outputs, slopes, batch, metrics } = surfaces;
    const { first, count, slot } = moment;
    const { placements, planes } = this.#atlas;
    const lines = Math.ceil(count / planes);
    const now = [first, count, 0, 0] as const;
    paint({
      program: this.#program('unpack'),
      textures: [batch.texture],
      frame: inputs.frame,
      area: [0, 0, inputs.stack.columns, lines],
      now,
      rates: ratesOf(moment),
    });
    placements.forEach((placement, i) => {
      const given = i === 0 ? inputs : present(outputs[i - 1]);
      const { stack, frame } = present(outputs[i]);
      paint({
        program: this.#program('forward'),
        textures: [given.stack.texture, present(weight).texture],
        frame,
        area: [0, 0, stack.columns, lines],
        layer: layerOf(placement),
        now,
      });
    });
    const slope = present(slopes.at(-1));
    paint({
      program: this.#program('loss'),
      textures: [present(outputs.at(-1)).stack.texture, batch.texture],
      frame: slope.frame,
      area: [0, 0, CLASS_TEXELS + 1, lines],
      now,
    });
    paint({
      program: this.#program('metrics'),
      textures: [slope.stack.texture],
      frame: metrics,
      area: [slot, 0, 1, 1],
      now,
    });
  }

  /** One step: reads weights and state from `from`, writes the updated ones to `to`. */
  train(paint: Paint, surfaces: Surfaces, from: Generation, to: Generation, moment: Moment): void {
    this.judge(paint, surfaces, from, moment);
    const { placements } = this.#atlas;
    for (let i = placements.length - 1; i >= 0; i--) this.#differentiate(paint, surfaces, from, moment, i);
    this.#update(paint, surfaces, from, to, moment);
  }

  #differentiate(paint: Paint, surfaces: Surfaces, { kinds: [weight] }: Generation, moment: Moment, i: number): void {
    const { outputs, slopes, batch, gradient } = surfaces;
    const placement = present(this.#atlas.placements[i]);
    const { first, count } = moment;
    const layer = layerOf(placement);
    const now = [first, count, 0, 0] as const;
    const slope = present(slopes[i]).stack.texture;
    const given = i === 0 ? batch.texture : present(outputs[i - 1]).stack.texture;
    if (i > 0) {
      const { stack, frame } = present(slopes[i - 1]);
      paint({
        program: this.#program('backward'),
        textures: [slope, present(weight).texture, given],
        frame,
        area: [0, 0, stack.columns, Math.ceil(count / this.#atlas.planes)],
        layer,
        now,
      });
    }
    paint({
      program: this.#program(i === 0 ? 'gradient-first' : 'gradient'),
      textures: [given, slope],
      frame: gradient.frame,
      area: areaOf(placement),
      layer,
      now,
      rates: ratesOf(moment),
    });
  }

  #update(paint: Paint, { gradient }: Surfaces, from: Generation, to: Generation, moment: Moment): void {
    const program = this.#program('update');
    const textures = [gradient.stack.texture, ...from.kinds.map(({ texture }) => texture)];
    const count = planesPerUpdate(this.#atlas.planes, this.#rule);
    to.frames.forEach((frame, draw) => {
      for (const placement of this.#atlas.placements) {
        const now = [0, 0, draw * count, 0] as const;
        paint({ program, textures, frame, area: areaOf(placement), now, rates: ratesOf(moment) });
      }
    });
  }

  #program(name: ProgramName): Program {
    return present(this.#programs.get(name));
  }
}

export function layerOf({ inputs, outputs, top, relu }: LayerPlacement): readonly [number, number, number, number] {
  return [inputs, outputs, top, relu ? 1 : 0];
}

function areaOf({ top, columns, lines }: LayerPlacement): readonly [number, number, number, number] {
  return [0, top, columns, lines];
}

function ratesOf({ rate, momentum, epsilon, white }: Moment): readonly [number, number, number, number] {
  return [rate, momentum, epsilon, 1 / white];
}
