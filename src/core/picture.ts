/**
 * Ink out of a picture of a digit: drawn or photographed, dark on light or light on dark, on paper or on nothing.
 * What comes out is what `rasterFromInk` takes.
 */

/** Share of the shorter side that is looked at to learn what the paper is like. */
const EDGE = 0.02;
/** Of 255: what differs less from the paper is paper, and a picture whose ink differs less has none. */
const FAINTEST = 6;
const NO_CONTRAST = 24;
/** Where the paper's own values spread wider than this, it is lit unevenly and judged place by place. */
const EVEN = 20;
/** Share of the pixels by which it is judged what stands out: a pen's ink is more. */
const PEN = 0.004;
/** As many pixels instead, where that shows nothing: a thin line on a large picture is a smaller share of it. */
const LINE_PIXELS = 64;
/** A mark with less than this share of the largest one's ink is a speck. */
const SPECK = 0.03;
/** Bins of a histogram for each level of light. */
const STEPS = 16;

/**
 * `rgba`: `width` × `height` pixels, row-major, alpha not multiplied in. Returns as many bytes, 0 for paper to 255
 * for ink, or null where nothing stands out. Throws a RangeError if the size does not fit `rgba`.
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
    // Where light falls off, ink takes away a share of it rather than an amount.
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

/** Rec. 709 luminance, 0 to 255, on a paper that the opaque parts stand out from where the picture has none. */
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

/** A line's few pixels count only where a pen's many show nothing: else a reflection would be taken for the ink. */
function inkShare(light: Float32Array, paper: number): number {
  const farthest = Math.max(...distances(light, paper, PEN));
  return farthest >= NO_CONTRAST ? PEN : Math.min(PEN, LINE_PIXELS / light.length);
}

/** How far from the paper the darkest `share` of the pixels lie at least, and the lightest. */
function distances(light: Float32Array, paper: number, share: number): readonly [darker: number, lighter: number] {
  return [paper - percentile(light, share), percentile(light, 1 - share) - paper];
}

/** `share` of the values, which lie in 0 … 255, are at most this; from a histogram, to a sixteenth. */
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
 * What the paper around each pixel is like: the mean of its neighbourhood (Bradley and Roth, Adaptive thresholding
 * using the integral image, 2007), once with everything and then without what stood out from that.
 */
function localPaper(light: Float32Array, width: number, height: number, sign: 1 | -1): Float32Array {
  const everything = localMeans(light, width, height, () => true);
  const isPaper = (i: number): boolean =>
    sign * (Number(everything[i]) - Number(light[i])) < 0.1 * Number(everything[i]);
  const paper = localMeans(light, width, height, isPaper);
  return paper.map((value, i) => (Number.isNaN(value) ? Number(everything[i]) : value));
}

/** The mean of those pixels of the square around each that count; NaN where none does. */
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

/** Clears connected marks that are small beside the largest: dust, noise, the grain of the paper. */
function withoutSpecks(ink: Uint8Array, width: number, height: number): void {
  const seen = new Uint8Array(ink.length);
  const marks: { readonly pixels: number[]; readonly mass: number }[] = [];
  for (let start = 0; start < ink.length; start++) {
    if (seen[start] || !ink[start]) continue;
    const pixels = [start];
    seen[start] = 1;
    let mass = 0;
    // The list grows while it is gone through.
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
