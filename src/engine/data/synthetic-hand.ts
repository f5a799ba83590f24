/** Writes a digit as strokes: picks a written form and varies it as people do. Knows nothing of pixels. */
import type { Random } from '../../core/random.ts';
import type { Point, Stroke } from '../../core/types.ts';
import { WRITTEN_FORMS } from './synthetic-forms.ts';

/** Standard deviations, lengths in units of the forms (a digit is about 100 high), angles in radians. */
const HAND = {
  /** Each control point by itself. */
  jitter: 3.2,
  /** The first and last point of a stroke, which vary more. */
  endJitter: 6,
  /** Each of the waves that bend the whole digit. */
  wave: 3,
  waves: 3,
  rotation: 0.11,
  /** `taper`: how much wider the digit gets from its middle to its foot. `sink`: how far its middle sinks. */
  taper: 0.12,
  sink: 6,
  /** Of the logarithm of width by height. */
  aspect: 0.28,
  /** Shift to the right per unit of height: people lean to the right. */
  slantMean: 0.16,
  slant: 0.24,
} as const;

/** Side of the pad in units of the forms. */
const PAD = 200;

interface Node {
  readonly x: number;
  readonly y: number;
  readonly corner: boolean;
}

interface Form {
  /** Sum of the weights up to this form, in (0, 1]. */
  readonly until: number;
  readonly strokes: readonly (readonly Node[])[];
}

const FORMS: readonly (readonly Form[])[] = WRITTEN_FORMS.map((forms) => {
  const total = forms.reduce((sum, form) => sum + form.weight, 0);
  let until = 0;
  return forms.map((form) => {
    until += form.weight / total;
    return { until, strokes: form.strokes.map(parseStroke) };
  });
});

function parseStroke(text: string): Node[] {
  return text.split(' ').map((word) => {
    const [x = NaN, y = NaN] = word.replace('!', '').split(',').map(Number);
    return { x, y, corner: word.endsWith('!') };
  });
}

/** One digit as strokes in pad coordinates. A function of `random`'s state alone. */
export function writeDigit(digit: number, random: Random): Stroke[] {
  const forms = FORMS[digit] ?? [];
  const pick = random.next();
  const form = forms.find((candidate) => pick < candidate.until) ?? forms.at(-1);
  if (!form) throw new RangeError(`digit: ${digit} is not in 0…9`);
  const bend = createBend(random);
  return form.strokes.map((nodes) =>
    smooth(nodes.map((node, index) => shake(node, index === 0 || index === nodes.length - 1, random))).map(bend),
  );
}

/**
 * Width of the pen in pixels of the 20×20 box, distributed as in MNIST's training images: median 2.4, a tenth below 1.7,
 * a tenth above 3.6, ones wider.
 */
export function choosePen(digit: number, random: Random): number {
  const deviation = random.normal();
  const median = digit === 1 ? 2.8 : 2.4;
  const width = median * Math.exp((deviation > 0 ? 0.34 : 0.26) * deviation);
  // A wider pen would fill the loops; a one has none.
  return Math.min(digit === 1 ? 7 : 4.8, Math.max(1.1, width));
}

function shake(node: Node, isEnd: boolean, random: Random): Node {
  const spread = isEnd ? HAND.endJitter : HAND.jitter;
  return { ...node, x: node.x + spread * random.normal(), y: node.y + spread * random.normal() };
}

/** The transformation that all points of a digit share: smooth waves, then aspect, slant and rotation. */
function createBend(random: Random): (point: Point) => Point {
  const waves = Array.from({ length: HAND.waves }, () => ({
    // Wavelengths from about one digit upwards: shorter ones would look like tremor.
    kx: random.normal() * 0.03,
    ky: random.normal() * 0.03,
    phase: random.between(0, 2 * Math.PI),
    dx: HAND.wave * random.normal(),
    dy: HAND.wave * random.normal(),
  }));
  const taper = HAND.taper * random.normal();
  const sink = HAND.sink * random.normal();
  const stretch = Math.exp(HAND.aspect * random.normal());
  const slant = HAND.slantMean + HAND.slant * random.normal();
  const angle = HAND.rotation * random.normal();
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  return ([x, y]) => {
    let u = x;
    let v = y;
    for (const wave of waves) {
      const swing = Math.sin(wave.kx * x + wave.ky * y + wave.phase);
      u += wave.dx * swing;
      v += wave.dy * swing;
    }
    // Zero at head and foot: only the proportion between the halves changes.
    const bow = Math.max(0, 1 - ((v - 50) / 50) ** 2);
    u = (u - 34) * (1 + (taper * (v - 50)) / 50) * stretch - slant * v;
    v += sink * bow;
    return [(cos * u - sin * v) / PAD, (sin * u + cos * v) / PAD];
  };
}

/** Samples a curve through the nodes: a centripetal Catmull-Rom spline between each two corners. */
function smooth(nodes: readonly Node[]): Point[] {
  const points: Point[] = [];
  let start = 0;
  for (let end = 1; end < nodes.length; end++) {
    if (end < nodes.length - 1 && nodes[end]?.corner !== true) continue;
    for (let i = start; i < end; i++)
      sampleSegment(nodes, Math.max(start, i - 1), i, i + 1, Math.min(end, i + 2), points);
    start = end;
  }
  const last = nodes.at(-1);
  if (last) points.push([last.x, last.y]);
  return points;
}

/** Points from node `b` up to, but without, node `c` (Barry and Goldman, 1988; knots as in Yuksel et al., 2009). */
function sampleSegment(nodes: readonly Node[], a: number, b: number, c: number, d: number, into: Point[]): void {
  const [p0, p1, p2, p3] = [nodes[a], nodes[b], nodes[c], nodes[d]];
  if (!p0 || !p1 || !p2 || !p3) return;
  const length = Math.hypot(p2.x - p1.x, p2.y - p1.y);
  const steps = Math.max(1, Math.ceil(length / 6));
  const d01 = Math.max(1e-3, Math.sqrt(Math.hypot(p1.x - p0.x, p1.y - p0.y)));
  const d12 = Math.max(1e-3, Math.sqrt(length));
  const d23 = Math.max(1e-3, Math.sqrt(Math.hypot(p3.x - p2.x, p3.y - p2.y)));
  for (let step = 0; step < steps; step++) {
    const t = step / steps;
    into.push([
      hermite(t, p0.x, p1.x, p2.x, p3.x, d01, d12, d23, a === b, c === d),
      hermite(t, p0.y, p1.y, p2.y, p3.y, d01, d12, d23, a === b, c === d),
    ]);
  }
}

function hermite(
  t: number,
  p0: number,
  p1: number,
  p2: number,
  p3: number,
  d01: number,
  d12: number,
  d23: number,
  first: boolean,
  last: boolean,
): number {
  const chord = p2 - p1;
  const m1 = first ? chord : d12 * ((p1 - p0) / d01 - (p2 - p0) / (d01 + d12) + chord / d12);
  const m2 = last ? chord : d12 * (chord / d12 - (p3 - p1) / (d12 + d23) + (p3 - p2) / d23);
  const t2 = t * t;
  const t3 = t2 * t;
  return (2 * t3 - 3 * t2 + 1) * p1 + (t3 - 2 * t2 + t) * m1 + (3 * t2 - 2 * t3) * p2 + (t3 - t2) * m2;
}
