/**
 * From an image of a digit to the strokes of a pen that could have written it: the image is enlarged, thinned to lines
 * one pixel wide (Zhang and Suen, A fast parallel algorithm for thinning digital patterns, 1984), and the lines are
 * followed from their ends, straight on where they cross.
 */
import { SIDE, type Point, type Stroke } from '../../src/core/types.ts';

const ENLARGED = 4;
const SIZE = SIDE * ENLARGED;
const THRESHOLD = 110;
/** In enlarged pixels; thinning leaves shorter lines that are not the writer's. */
const SHORTEST = 7;
/** Distance between the points of a line, in enlarged pixels. */
const SPACING = 8;

/** Clockwise from above. */
const AROUND = [
  [0, -1],
  [1, -1],
  [1, 0],
  [1, 1],
  [0, 1],
  [-1, 1],
  [-1, 0],
  [-1, -1],
] as const;

/** `image`: 784 bytes, ink high. Strokes in a square that the image fills, coordinates in [0, 1]. */
export function strokesAlongSkeleton(image: Uint8Array): Stroke[] {
  const lines = followLines(thin(enlarge(image)));
  const long = lines.filter((line) => line.length >= SHORTEST);
  return (long.length > 0 ? long : lines).map((line) => {
    const kept = line.filter((_, i) => i % SPACING === 0 || i === line.length - 1);
    return kept.map((at): Point => [((at % SIZE) + 0.5) / SIZE, (Math.floor(at / SIZE) + 0.5) / SIZE]);
  });
}

function enlarge(image: Uint8Array): Uint8Array {
  const value = (x: number, y: number): number =>
    x < 0 || y < 0 || x >= SIDE || y >= SIDE ? 0 : (image[y * SIDE + x] ?? 0);
  return Uint8Array.from({ length: SIZE * SIZE }, (_, i) => {
    const x = ((i % SIZE) + 0.5) / ENLARGED - 0.5;
    const y = (Math.floor(i / SIZE) + 0.5) / ENLARGED - 0.5;
    const [left, top] = [Math.floor(x), Math.floor(y)];
    const [fx, fy] = [x - left, y - top];
    const above = value(left, top) * (1 - fx) + value(left + 1, top) * fx;
    const below = value(left, top + 1) * (1 - fx) + value(left + 1, top + 1) * fx;
    return above * (1 - fy) + below * fy > THRESHOLD ? 1 : 0;
  });
}

function neighbours(ink: Uint8Array, at: number): number[] {
  const [x, y] = [at % SIZE, Math.floor(at / SIZE)];
  return AROUND.map(([dx, dy]) => {
    const [nx, ny] = [x + dx, y + dy];
    return nx < 0 || ny < 0 || nx >= SIZE || ny >= SIZE ? 0 : (ink[ny * SIZE + nx] ?? 0);
  });
}

function thin(ink: Uint8Array): Uint8Array {
  for (let changed = true; changed;) {
    changed = false;
    for (const phase of [0, 1]) {
      const gone: number[] = [];
      ink.forEach((own, at) => {
        if (own && mayGo(neighbours(ink, at), phase)) gone.push(at);
      });
      for (const at of gone) ink[at] = 0;
      if (gone.length > 0) changed = true;
    }
  }
  return ink;
}

/** The conditions of Zhang and Suen for the pixel in the middle, in each of an iteration's two phases. */
function mayGo(around: readonly number[], phase: number): boolean {
  const count = around.reduce((sum, value) => sum + value, 0);
  const rises = around.filter((value, i) => value === 0 && around[(i + 1) % 8] === 1).length;
  const [above = 0, , right = 0, , below = 0, , left = 0] = around;
  const sides =
    phase === 0 ? [above * right * below, right * below * left] : [above * right * left, above * below * left];
  return count >= 2 && count <= 6 && rises === 1 && sides.every((product) => product === 0);
}

/** Lists of pixels, each a line as a pen would follow it. */
function followLines(ink: Uint8Array): number[][] {
  const left = ink.slice();
  const lines: number[][] = [];
  const ends = [...ink.keys()].filter((at) => ink[at] && neighbours(ink, at).reduce((sum, v) => sum + v, 0) === 1);
  // Loops have no ends; they are begun anywhere once everything else has been followed.
  for (const start of [...ends, ...ink.keys()]) {
    if (!left[start]) continue;
    const line = [start];
    left[start] = 0;
    for (let at: number | undefined = start; at !== undefined;) {
      at = nextPixel(left, line);
      if (at === undefined) break;
      // A corner that was cut would begin a line of its own.
      for (const [dx, dy] of AROUND) if (Math.abs(dx) + Math.abs(dy) === 1) clearCorner(left, line, at, dx, dy);
      left[at] = 0;
      line.push(at);
    }
    lines.push(closed(ink, line));
  }
  return lines;
}

/** Beside the last step and touching both its pixels: part of the same line, seen twice. */
function clearCorner(left: Uint8Array, line: readonly number[], at: number, dx: number, dy: number): void {
  const from = line.at(-1) ?? at;
  const corner = from + dx + dy * SIZE;
  if (corner === at || !left[corner]) return;
  const [x, y] = [(corner % SIZE) - (at % SIZE), Math.floor(corner / SIZE) - Math.floor(at / SIZE)];
  const rest = neighbours(left, corner).reduce((sum, value) => sum + value, 0);
  if (Math.abs(x) + Math.abs(y) === 1 && rest <= 1) left[corner] = 0;
}

/** The neighbour that is left and turns least from where the line came. */
function nextPixel(left: Uint8Array, line: readonly number[]): number | undefined {
  const at = line.at(-1) ?? 0;
  const before = line.at(-5) ?? line[0] ?? at;
  const [fromX, fromY] = [(at % SIZE) - (before % SIZE), Math.floor(at / SIZE) - Math.floor(before / SIZE)];
  let [best, bestTurn]: [number | undefined, number] = [undefined, Infinity];
  for (const [dx, dy] of AROUND) {
    const [x, y] = [(at % SIZE) + dx, Math.floor(at / SIZE) + dy];
    if (x < 0 || y < 0 || x >= SIZE || y >= SIZE || !left[y * SIZE + x]) continue;
    const turn = -(dx * fromX + dy * fromY) / Math.hypot(dx, dy);
    if (turn < bestTurn) [best, bestTurn] = [y * SIZE + x, turn];
  }
  return best;
}

/** A pen that comes back to where it began, or to a line that is there already, touches it. */
function closed(ink: Uint8Array, line: number[]): number[] {
  const touch = (end: number, own: ReadonlySet<number>): number | undefined =>
    AROUND.map(([dx, dy]) => end + dx + dy * SIZE).find((at) => ink[at] && !own.has(at));
  const [first, last] = [line[0] ?? 0, line.at(-1) ?? 0];
  const [head, tail] = [touch(first, new Set(line.slice(0, 4))), touch(last, new Set(line.slice(-4)))];
  return [...(head === undefined ? [] : [head]), ...line, ...(tail === undefined ? [] : [tail])];
}
