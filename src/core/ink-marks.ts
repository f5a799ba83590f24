/** Connected marks of ink in a picture. */

export interface Area {
  readonly width: number;
  readonly height: number;
}

export interface Mark {
  /** Indices of its pixels. */
  readonly pixels: readonly number[];
  /** Sum of its pixels' values. */
  readonly mass: number;
  readonly left: number;
  readonly top: number;
  /** The last column and row with ink. */
  readonly right: number;
  readonly bottom: number;
}

/** Marks of pixels with at least `least`, connected by sides or corners. */
export function marksIn(ink: Uint8Array, area: Area, least: number): Mark[] {
  const seen = new Uint8Array(ink.length);
  const marks: Mark[] = [];
  for (let start = 0; start < ink.length; start++) {
    if (seen[start] || Number(ink[start]) < least) continue;
    seen[start] = 1;
    marks.push(markOf(connectedTo([start], seen, ink, area, least), ink, area.width));
  }
  return marks;
}

/** `from` and all pixels with at least `least` that are connected to it and not `seen`; those are marked as seen. */
export function connectedTo(
  from: readonly number[],
  seen: Uint8Array,
  ink: Uint8Array,
  { width, height }: Area,
  least: number,
): readonly number[] {
  const pixels = [...from];
  // The loop appends to the list that it reads.
  for (const at of pixels) {
    const x = at % width;
    const y = (at - x) / width;
    for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++)
      for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
        const next = ny * width + nx;
        if (seen[next] || Number(ink[next]) < least) continue;
        seen[next] = 1;
        pixels.push(next);
      }
  }
  return pixels;
}

/** `pixels`: at least one. */
export function markOf(pixels: readonly number[], ink: Uint8Array, width: number): Mark {
  let [mass, left, right, top, bottom] = [0, Infinity, 0, Infinity, 0];
  for (const at of pixels) {
    mass += Number(ink[at]);
    const x = at % width;
    const y = (at - x) / width;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { pixels, mass, left, right, top, bottom };
}

/** The longer side of a mark's box. */
export function extentOf({ left, right, top, bottom }: Box): number {
  return Math.max(right - left, bottom - top) + 1;
}

export type Box = Pick<Mark, 'left' | 'right' | 'top' | 'bottom'>;

export function boxAround(boxes: readonly Box[]): Box {
  return {
    left: Math.min(...boxes.map(({ left }) => left)),
    right: Math.max(...boxes.map(({ right }) => right)),
    top: Math.min(...boxes.map(({ top }) => top)),
    bottom: Math.max(...boxes.map(({ bottom }) => bottom)),
  };
}
