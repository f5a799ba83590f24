/**
 * Ink from an image of a digit: drawn or photographed, dark on light or light on dark, opaque or transparent. The
 * result is the input of `rasterFromInk`.
 */

/** Width of the margin that shows the paper's colour, as a share of the shorter side. */
const EDGE = 0.02;
/** Of 255. A pixel that differs less from the paper is paper; an image whose ink differs less has no ink. */
const FAINTEST = 6;
const NO_CONTRAST = 24;
/** Of 255. With a wider spread the paper is lit unevenly and estimated locally. */
const EVEN = 20;
/** Share of the pixels that decides whether ink is dark or light. A pen's ink covers more. */
const PEN = 0.004;
/** This many pixels decide where `PEN` finds no contrast: a thin line in a large image covers a smaller share. */
const LINE_PIXELS = 64;
/** A mark with less than this share of the largest mark's ink is a speck. */
const SPECK = 0.03;
/** Histogram bins for each of the 256 levels. */
const STEPS = 16;

/**
 * `rgba`: `width` × `height` pixels, row-major, alpha not multiplied in. Returns as many bytes, 0 for paper to 255
 * for ink, or null without ink. Throws a RangeError if the size does not fit `rgba`.
 */
export function inkFromPicture(rgba: Uint8ClampedArray, width: number, height: number): Uint8Array | null {
  if (rgba.length !== 4 * width * height)
    throw new RangeError(`rgba: ${rgba.length} bytes, but 4 × width × height is ${4 * width * height}`);
  const light = luminances(rgba);
  const edge = edgeValues(light, width, height);
  const paper = percentile(edge, 0.5);
  const spread = percentile(
    edge.map((value) => Math.abs(value - paper)),
    0.95,
  );
  const share = inkShare(light, paper);
  const [darker, lighter] = distances(light, paper, share);
  const sign = darker >= lighter ? 1 : -1;
  const uneven = spread > EVEN;
  const papers = uneven ? localPaper(light, width, height, sign) : null;
  const differences = light.map((value, i) => {
    const here = papers?.[i] ?? paper;
    // In weaker light ink removes the same share of the light, not the same amount.
    const lift = uneven && sign > 0 ? 255 / Math.max(1, here) : 1;
    return Math.max(0, sign * (here - value) * lift);
  });
  const darkest = percentile(differences, 1 - share / 2);
  const floor = uneven ? Math.max(NO_CONTRAST, darkest * 0.3) : Math.max(FAINTEST, spread * 1.5);
  if (darkest < Math.max(NO_CONTRAST, 1.5 * floor)) return null;
  const ink = Uint8Array.from(differences, (value) =>
    Math.max(0, Math.min(255, Math.round((255 * (value - floor)) / (darkest - floor)))),
  );
  withoutSpecks(ink, width, height);
  return ink;
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

/** A thin line's share only where a pen's share finds no contrast: otherwise a reflection could count as ink. */
function inkShare(light: Float32Array, paper: number): number {
  const farthest = Math.max(...distances(light, paper, PEN));
  return farthest >= NO_CONTRAST ? PEN : Math.min(PEN, LINE_PIXELS / light.length);
}

/** The least distance from the paper of the darkest `share` of the pixels, and of the lightest. */
function distances(light: Float32Array, paper: number, share: number): readonly [darker: number, lighter: number] {
  return [paper - percentile(light, share), percentile(light, 1 - share) - paper];
}

/** The value that `share` of `values` do not exceed; from a histogram, to 1/16. `values` in [0, 255]. */
function percentile(values: Float32Array, share: number): number {
  const counts = new Uint32Array(256 * STEPS);
  for (const value of values) {
    const bin = Math.min(counts.length - 1, Math.round(value * STEPS));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  let left = share * values.length;
  const bin = counts.findIndex((count) => (left -= count) < 0);
  return (bin < 0 ? counts.length - 1 : bin) / STEPS;
}

/**
 * The paper around each pixel: the mean of its neighbourhood (Bradley and Roth, Adaptive thresholding using the
 * integral image, 2007), computed again without the pixels that differ from the first mean.
 */
function localPaper(light: Float32Array, width: number, height: number, sign: 1 | -1): Float32Array {
  const everything = localMeans(light, width, height, () => true);
  const isPaper = (i: number): boolean =>
    sign * (Number(everything[i]) - Number(light[i])) < 0.1 * Number(everything[i]);
  const paper = localMeans(light, width, height, isPaper);
  return paper.map((value, i) => (Number.isNaN(value) ? Number(everything[i]) : value));
}

/** The mean over the square around each pixel, of the pixels that count; NaN where none does. */
function localMeans(
  light: Float32Array,
  width: number,
  height: number,
  counts: (index: number) => boolean,
): Float32Array {
  const row = width + 1;
  const sums = new Float64Array(row * (height + 1));
  const numbers = new Uint32Array(row * (height + 1));
  for (let y = 0; y < height; y++) {
    let sum = 0;
    let number = 0;
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      if (counts(i)) {
        sum += Number(light[i]);
        number += 1;
      }
      const at = (y + 1) * row + x + 1;
      sums[at] = Number(sums[at - row]) + sum;
      numbers[at] = Number(numbers[at - row]) + number;
    }
  }
  const reach = Math.max(1, Math.round(Math.min(width, height) / 6));
  const means = new Float32Array(light.length);
  for (let y = 0; y < height; y++) {
    const above = Math.max(0, y - reach) * row;
    const below = Math.min(height, y + reach + 1) * row;
    for (let x = 0; x < width; x++) {
      const [a, b] = [above + Math.max(0, x - reach), above + Math.min(width, x + reach + 1)];
      const [c, d] = [a - above + below, b - above + below];
      const number = Number(numbers[d]) - Number(numbers[b]) - Number(numbers[c]) + Number(numbers[a]);
      const sum = Number(sums[d]) - Number(sums[b]) - Number(sums[c]) + Number(sums[a]);
      means[y * width + x] = sum / number;
    }
  }
  return means;
}

/** Clears connected marks that are small compared with the largest: dust, noise, paper grain. */
function withoutSpecks(ink: Uint8Array, width: number, height: number): void {
  const seen = new Uint8Array(ink.length);
  const marks: { readonly pixels: number[]; readonly mass: number }[] = [];
  for (let start = 0; start < ink.length; start++) {
    if (seen[start] || !ink[start]) continue;
    const pixels = [start];
    seen[start] = 1;
    let mass = 0;
    // The loop appends to the list that it reads.
    for (const at of pixels) {
      mass += ink[at] ?? 0;
      const x = at % width;
      const y = Math.floor(at / width);
      for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++)
        for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
          const next = ny * width + nx;
          if (seen[next] || !ink[next]) continue;
          seen[next] = 1;
          pixels.push(next);
        }
    }
    marks.push({ pixels, mass });
  }
  const least = SPECK * marks.reduce((largest, { mass }) => Math.max(largest, mass), 0);
  for (const { pixels, mass } of marks) if (mass < least) for (const at of pixels) ink[at] = 0;
}
