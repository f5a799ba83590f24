/**
 * How far each pixel of a picture stands out from the paper around it, whatever the light: dark ink on light paper or
 * light ink on a dark board, opaque or transparent.
 */
import { cellMedians, type Cells, inEvenLight, median } from './picture-light.ts';
import { percentile } from './picture-percentile.ts';
import type { Area } from './ink-marks.ts';
import { blurred, extremes } from './picture-filters.ts';

export interface Relief {
  readonly width: number;
  readonly height: number;
  /** 0 for paper, up to 255 for ink; negative where the paper is beyond itself. Row-major. */
  readonly values: Float32Array;
  /** Standard deviation of the paper's own values. */
  readonly noise: number;
  /** Whether the paper is the same everywhere. */
  readonly even: boolean;
}

/** Width of the margin that shows the paper's colour, as a share of the shorter side. */
const EDGE = 0.02;
/** Of 255. With a wider spread along the margin the paper is estimated locally. */
const EVEN = 8;
/** Of the shorter side: half the width of the widest stroke that is ink and not paper. */
const REACH = 0.09;
/** Share of the pixels that decides whether ink is dark or light. A pen's ink covers more. */
const PEN = 0.004;
/** This many pixels decide where `PEN` finds no contrast: a thin line in a large image covers a smaller share. */
const LINE_PIXELS = 64;
/** Of 255. An image whose ink differs less has no ink. */
export const NO_CONTRAST = 24;
/** Cells on each side whose medians give the paper nearby. */
const NEARBY = 3;
/** Of 255. On darker paper the share of the light that ink removes says little. */
const DARKEST_PAPER = 16;
/** From the median distance of normally distributed values to their standard deviation. */
const TO_DEVIATION = 1.4826;

/** `rgba`: `width` × `height` pixels, row-major, alpha not multiplied in. Yields between steps. */
export function* reliefOf(rgba: Uint8ClampedArray, width: number, height: number): Generator<void, Relief> {
  const light = luminances(rgba);
  const edge = edgeValues(light, width, height);
  const paper = percentile(edge, 0.5);
  const spread = percentile(
    edge.map((value) => Math.abs(value - paper)),
    0.95,
  );
  yield;
  if (spread > EVEN) return yield* unevenRelief(light, { width, height });
  const dark = light.map((value) => paper - value);
  const pale = light.map((value) => value - paper);
  return { width, height, values: strength(dark) >= strength(pale) ? dark : pale, noise: spread / 2, even: true };
}

/** The paper is what remains when dark strokes, or light ones, are filled from their sides. Steps of the light remain. */
function* unevenRelief(light: Float32Array, area: Area): Generator<void, Relief> {
  const reach = Math.max(1, Math.round(REACH * Math.min(area.width, area.height)));
  const level = inEvenLight(light, area);
  yield;
  const isDark = isInkDark(level, area);
  const sign = isDark ? 1 : -1;
  yield;
  const filled = extremes(blurred(level, area), area, reach, sign);
  yield;
  const paper = extremes(filled, area, reach, isDark ? -1 : 1);
  yield;
  const values = isDark ? fractions(level, paper) : level.map((value, i) => value - Number(paper[i]));
  const middle = percentile(values, 0.5);
  const distances = values.map((value) => Math.abs(value - middle));
  const noise = TO_DEVIATION * percentile(distances, 0.5);
  return { ...area, values: values.map((value) => value - middle), noise, even: false };
}

/** In weaker light ink removes the same share of the light, not the same amount. */
function fractions(light: Float32Array, paper: Float32Array): Float32Array {
  return light.map((value, i) => 255 * (1 - value / Math.max(DARKEST_PAPER, Number(paper[i]))));
}

/** Whether what differs from the paper nearby differs more to the dark: by the third moment. Steps of light cancel. */
function isInkDark(light: Float32Array, area: Area): boolean {
  const cells = cellMedians(light, area);
  const paper = papersNearby(cells);
  let sum = 0;
  for (let y = 0, at = 0; y < area.height; y++) {
    const row = Math.floor(y / cells.side) * cells.columns;
    for (let x = 0; x < area.width; x++, at++) {
      const difference = Number(light[at]) - Number(paper[row + Math.floor(x / cells.side)]);
      sum += difference * difference * difference;
    }
  }
  return sum <= 0;
}

/** For each cell the median of those around it. */
function papersNearby({ columns, rows, medians }: Cells): Float32Array {
  return medians.map((_, i) => {
    const [x, y] = [i % columns, Math.floor(i / columns)];
    const nearby: number[] = [];
    for (let v = Math.max(0, y - NEARBY); v <= Math.min(rows - 1, y + NEARBY); v++)
      for (let u = Math.max(0, x - NEARBY); u <= Math.min(columns - 1, x + NEARBY); u++)
        nearby.push(Number(medians[v * columns + u]));
    return median(nearby);
  });
}

/** A thin line's share only where a pen's share finds no contrast: otherwise a reflection could count as ink. */
function strength(values: Float32Array): number {
  const wide = percentile(values, 1 - PEN);
  if (wide >= NO_CONTRAST) return wide;
  return Math.min(NO_CONTRAST, percentile(values, 1 - Math.min(PEN, LINE_PIXELS / values.length)));
}

/** Rec. 709 luminance, 0 to 255. Transparent pixels get the paper, black or white, that contrasts with the rest. */
function luminances(rgba: Uint8ClampedArray): Float32Array {
  const count = rgba.length / 4;
  const own = new Float32Array(count);
  let [sum, opacity] = [0, 0];
  for (let i = 0; i < count; i++) {
    const alpha = rgba[4 * i + 3] ?? 0;
    const value = 0.2126 * Number(rgba[4 * i]) + 0.7152 * Number(rgba[4 * i + 1]) + 0.0722 * Number(rgba[4 * i + 2]);
    own[i] = value;
    sum += value * alpha;
    opacity += alpha;
  }
  if (opacity === 255 * count) return own;
  const paper = opacity > 0 && sum / opacity > 127.5 ? 0 : 255;
  return own.map((value, i) => paper + (value - paper) * ((rgba[4 * i + 3] ?? 0) / 255));
}

function edgeValues(light: Float32Array, width: number, height: number): Float32Array {
  const margin = Math.max(1, Math.round(EDGE * Math.min(width, height)));
  return light.filter((_, i) => {
    const x = i % width;
    const y = Math.floor(i / width);
    return x < margin || y < margin || x >= width - margin || y >= height - margin;
  });
}
