/** Papers of every kind that people write on, and pictures of digits on them. Seeded. */
import { Random } from '../../src/core/random.ts';
import type { ImageSet } from '../../src/engine/data/dataset.ts';
import { addNoise, asPageReads, compress, lightUp, type Light, type Rgb } from './camera.ts';
import { pickDigit, type Box, type InkLayer, type WrittenDigit } from './hand.ts';

export const KINDS = [
  'clean',
  'ruled',
  'squared-small',
  'squared-large',
  'dotted',
  'pencil',
  'shadow',
  'board',
  'table',
  'border',
] as const;
export type Kind = (typeof KINDS)[number];
/** `beside`: two or three in a row. */
export type Arrangement = 'one' | 'beside' | 'stacked' | 'touching';

export interface PaperPicture {
  readonly rgba: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
  readonly kind: Kind;
  readonly arrangement: Arrangement;
  readonly labels: readonly number[];
}

type Colour = readonly [number, number, number];

const SIZES = [
  [1024, 768],
  [768, 1024],
  [800, 800],
  [1200, 900],
  [640, 480],
] as const;

/** Distances between a paper's lines, as shares of the sheet's shorter side. */
const SPACINGS: Partial<Record<Kind, readonly [from: number, to: number]>> = {
  ruled: [0.035, 0.14],
  'squared-small': [0.025, 0.08],
  'squared-large': [0.1, 0.35],
  dotted: [0.035, 0.09],
  table: [0.05, 0.15],
  border: [0.05, 0.15],
};

const INKS: readonly Colour[] = [
  [20, 20, 25],
  [20, 30, 120],
  [40, 60, 170],
  [170, 30, 40],
  [20, 110, 60],
];
const LINES: readonly Colour[] = [
  [110, 150, 205],
  [150, 180, 215],
  [130, 165, 175],
  [170, 170, 170],
  [110, 110, 120],
  [60, 70, 120],
  [215, 140, 140],
  [150, 195, 160],
];
const BOARDS: readonly Colour[] = [
  [25, 25, 28],
  [35, 70, 55],
  [20, 35, 70],
];

/** The picture with this number. The same number gives the same picture, whichever others are made. */
export function makePicture(set: ImageSet, seed: number, kind: Kind, arrangement: Arrangement): PaperPicture {
  const random = new Random(seed).fork(`${kind}/${arrangement}`);
  const [width, height] = SIZES[random.below(SIZES.length)] ?? SIZES[0];
  const count = arrangement === 'one' ? 1 : random.below(5) === 0 && arrangement === 'beside' ? 3 : 2;
  const digits = Array.from({ length: count }, () => pickDigit(set, random));
  const layer = { cover: new Float32Array(width * height), width, height };
  write(layer, digits, kind, arrangement, random);
  const sheet = emptySheet(width, height, paperColour(kind, random));
  rule(sheet, kind, random);
  const ink = inkColour(kind, random);
  layer.cover.forEach((cover, i) => blend(sheet, i, ink, cover));
  if (kind === 'table') layTable(sheet, random);
  photograph(sheet, kind, random);
  return { ...asPageReads(sheet), kind, arrangement, labels: digits.map(({ label }) => label) };
}

function write(layer: InkLayer, digits: readonly WrittenDigit[], kind: Kind, how: Arrangement, random: Random): void {
  const shorter = Math.min(layer.width, layer.height);
  const share = kind === 'squared-small' ? random.between(0.06, 0.2) : random.between(0.15, 0.5);
  const height = shorter * (digits.length === 1 ? share : 0.8 * share);
  const pen = Math.max(2, height * (kind === 'pencil' ? random.between(0.012, 0.04) : random.between(0.03, 0.13)));
  const boxes = arrange(digits, how, height, pen, random);
  const right = Math.max(...boxes.map(({ left, height: tall }, i) => left + tall * Number(digits[i]?.aspect)));
  const bottom = Math.max(...boxes.map(({ top, height: tall }) => top + tall));
  const margin = kind === 'border' ? 0 : pen + 0.06 * shorter;
  let x = random.between(margin, Math.max(margin, layer.width - right - margin));
  const y = random.between(margin, Math.max(margin, layer.height - bottom - margin));
  if (kind === 'border') x = random.below(2) === 0 ? 0 : layer.width - right;
  digits.forEach((digit, i) => {
    const box = boxes[i];
    if (box) digit.inkOn(layer, { ...box, left: box.left + x, top: box.top + y });
  });
}

/** Boxes with the first digit at 0, 0. */
function arrange(
  digits: readonly WrittenDigit[],
  how: Arrangement,
  height: number,
  pen: number,
  random: Random,
): Box[] {
  const boxes: Box[] = [];
  let [left, top] = [0, 0];
  for (const digit of digits) {
    const tall = height * (digits.length > 1 ? random.between(0.8, 1.15) : 1);
    boxes.push({
      left,
      top: Math.max(0, top + (how === 'stacked' ? 0 : random.between(0, 0.1) * height)),
      height: tall,
      pen,
    });
    const gap = how === 'touching' ? -pen * random.between(0.1, 0.6) : pen + random.between(0.08, 0.45) * height;
    if (how === 'stacked') top += tall + pen + random.between(0.12, 0.4) * height;
    else left += tall * digit.aspect + gap + (how === 'touching' ? pen : 0);
  }
  return boxes;
}

function paperColour(kind: Kind, random: Random): Colour {
  if (kind === 'clean') return [255, 255, 255];
  if (kind === 'board') return BOARDS[random.below(BOARDS.length)] ?? [25, 25, 28];
  const grey = random.between(190, 252);
  return [grey, grey - random.between(0, 6), grey - random.between(0, 20)];
}

function inkColour(kind: Kind, random: Random): Colour {
  if (kind === 'clean') return [0, 0, 0];
  if (kind === 'board') return [235, 235, 225];
  if (kind === 'pencil') return [95, 95, 100];
  return INKS[random.below(INKS.length)] ?? [20, 20, 25];
}

function emptySheet(width: number, height: number, colour: Colour): Rgb {
  const values = new Float32Array(3 * width * height);
  for (let i = 0; i < values.length; i += 3) values.set(colour, i);
  return { width, height, values };
}

/** Lines of the paper: turned by a few degrees, and a little narrower at one end. */
function rule(sheet: Rgb, kind: Kind, random: Random): void {
  const range = SPACINGS[kind];
  if (!range || (kind === 'table' && random.below(2) === 0)) return;
  const spacing = random.between(...range) * Math.min(sheet.width, sheet.height);
  const angle = random.between(-0.07, 0.07);
  const [narrowX, narrowY] = [random.between(-0.04, 0.04) / sheet.width, random.between(-0.04, 0.04) / sheet.height];
  const thick = Math.max(1.2, Math.min(random.between(0.0015, 0.0035) * sheet.width, spacing / 6));
  const colour = LINES[random.below(LINES.length)] ?? [150, 180, 215];
  const margin = kind === 'ruled' && random.below(2) === 0 ? random.between(0.08, 0.2) * sheet.width : -1e6;
  const [offsetU, offsetV] = [random.next() * spacing, random.next() * spacing];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  for (let i = 0; i < sheet.width * sheet.height; i++) {
    const [x, y] = [i % sheet.width, Math.floor(i / sheet.width)];
    const near = 1 + narrowX * x + narrowY * y;
    const [u, v] = [(cos * x + sin * y) / near, (cos * y - sin * x) / near];
    const [fromU, fromV] = [fromLine(u + offsetU, spacing), fromLine(v + offsetV, spacing)];
    if (kind === 'dotted') blend(sheet, i, colour, 0.5 + thick - Math.hypot(fromU, fromV));
    else {
      blend(sheet, i, colour, 0.5 + thick / 2 - (kind === 'ruled' ? fromV : Math.min(fromU, fromV)));
      if (kind === 'ruled') blend(sheet, i, [205, 90, 95], 0.5 + thick / 2 - Math.abs(u - margin));
    }
  }
}

function fromLine(value: number, spacing: number): number {
  return Math.abs(value - Math.round(value / spacing) * spacing);
}

function blend({ values }: Rgb, pixel: number, colour: Colour, cover: number): void {
  if (cover <= 0) return;
  const share = Math.min(1, cover);
  for (let c = 0; c < 3; c++) {
    const from = Number(values[3 * pixel + c]);
    values[3 * pixel + c] = from + (Number(colour[c]) - from) * share;
  }
}

/** A dark table under one or two edges of the sheet. */
function layTable(sheet: Rgb, random: Random): void {
  const tone = random.between(40, 130);
  const colour: Colour = [tone * 1.2, tone, tone * 0.8];
  const [x0, slope] = [random.between(0.01, 0.05) * sheet.width, random.between(-0.05, 0.05)];
  const y0 = random.below(2) === 0 ? random.between(0.01, 0.05) * sheet.height : -1e6;
  for (let i = 0; i < sheet.width * sheet.height; i++) {
    const [x, y] = [i % sheet.width, Math.floor(i / sheet.width)];
    blend(sheet, i, colour, 0.5 + Math.max(x0 + slope * y - x, y0 - slope * x - y));
  }
}

function photograph(sheet: Rgb, kind: Kind, random: Random): void {
  if (kind === 'clean') return;
  const lights: readonly Light[] = ['even', 'gradient', 'vignette'];
  const light = lights[random.below(lights.length)] ?? 'even';
  lightUp(sheet, kind === 'shadow' ? 'edge' : kind === 'pencil' ? 'gradient' : light, random);
  addNoise(sheet, random.between(0.5, 5), random);
  compress(sheet, random.between(2, 12));
}
