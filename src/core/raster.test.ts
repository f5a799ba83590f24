import { describe, expect, it } from 'vitest';
import { centreByMass, rasterFromInk } from './raster.ts';
import { PIXELS, SIDE } from './types.ts';

/** Ink where `inside` says so. */
function draw(width: number, height: number, inside: (x: number, y: number) => boolean): Uint8Array {
  const ink = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) if (inside(x, y)) ink[y * width + x] = 255;
  }
  return ink;
}

function raster(ink: Uint8Array, width: number, height: number): Uint8Array {
  const result = rasterFromInk(ink, width, height);
  if (!result) throw new Error('no ink');
  return result;
}

function isAngle(x: number, y: number): boolean {
  return x >= 0 && x < 20 && y >= 0 && y < 40 && (x < 8 || y < 8);
}

/** An L of 20 × 40 pixels at (`dx`, `dy`). */
function angle(dx: number, dy: number): Uint8Array {
  return raster(
    draw(120, 90, (x, y) => isAngle(x - dx, y - dy)),
    120,
    90,
  );
}

function ring(radius: number): Uint8Array {
  const side = 2 * radius;
  const ink = draw(side, side, (x, y) => {
    const distance = Math.hypot(x + 0.5 - radius, y + 0.5 - radius) / radius;
    return distance <= 1 && distance > 0.7;
  });
  return raster(ink, side, side);
}

/** The distinct values, ascending. */
function levels(image: Uint8Array): number[] {
  return [...new Set(image)].toSorted((a, b) => a - b);
}

function measure(image: Uint8Array) {
  let mass = 0;
  let x = 0;
  let y = 0;
  const inkX = new Set<number>();
  const inkY = new Set<number>();
  image.forEach((value, index) => {
    if (value === 0) return;
    mass += value;
    x += value * (index % SIDE);
    y += value * Math.floor(index / SIDE);
    inkX.add(index % SIDE);
    inkY.add(Math.floor(index / SIDE));
  });
  return { mass, x: x / mass, y: y / mass, width: inkX.size, height: inkY.size };
}

describe('rasterFromInk', () => {
  it('returns null for a blank field', () => {
    expect(rasterFromInk(new Uint8Array(300), 20, 15)).toBeNull();
  });

  it('scales the longer side to 20 pixels and keeps the aspect ratio', () => {
    const wide = measure(
      raster(
        draw(400, 300, (x, y) => x >= 50 && x < 350 && y >= 20 && y < 170),
        400,
        300,
      ),
    );
    expect([wide.width, wide.height]).toEqual([20, 10]);
    const small = measure(
      raster(
        draw(9, 9, (x, y) => x >= 4 && x < 6 && y >= 3 && y < 8),
        9,
        9,
      ),
    );
    expect([small.width, small.height]).toEqual([8, 20]);
  });

  it('averages over exactly the area of a pixel', () => {
    // Every second column inked is half the value everywhere; one full 2 × 2 block sets the peak.
    const halves = raster(
      draw(40, 40, (x, y) => x % 2 === 1 || (x < 2 && y < 2)),
      40,
      40,
    );
    expect(levels(halves)).toEqual([0, 128, 255]);
    // At 30 → 20 the second column lies on two pixels, a third of each.
    const thirds = raster(
      draw(30, 30, (x, y) => y < 3 || x === 1),
      30,
      30,
    );
    expect(levels(thirds)).toEqual([0, 85, 255]);
    // Enlarged, one column of five is four pixels wide.
    const enlarged = raster(
      draw(5, 5, (x, y) => y === 0 || x === 1),
      5,
      5,
    );
    expect(levels(enlarged)).toEqual([0, 255]);
  });

  it('moves the centre of mass into the middle pixel, by whole pixels', () => {
    const seven = measure(
      raster(
        draw(200, 200, (x, y) => y < 30 || (x > 160 && y < 190)),
        200,
        200,
      ),
    );
    expect(Math.abs(seven.x - 14)).toBeLessThanOrEqual(0.51);
    expect(Math.abs(seven.y - 14)).toBeLessThanOrEqual(0.51);
  });

  it('does not depend on the position of the ink', () => {
    expect(angle(60, 45)).toEqual(angle(3, 1));
  });

  it('hardly depends on the size of the ink', () => {
    const [small, large] = [ring(60), ring(200)];
    const worst = Math.max(...small.map((value, index) => Math.abs(value - (large[index] ?? 0))));
    expect(worst).toBeLessThan(26);
  });

  it('scales faint ink to the full range', () => {
    const faint = draw(60, 60, (x, y) => Math.abs(x - y) < 3).map((value) => (value > 0 ? 40 : 0));
    expect(Math.max(...raster(faint, 60, 60))).toBe(255);
  });

  it('does not change an image that is already normalised', () => {
    const once = raster(
      draw(200, 200, (x, y) => y < 30 || (x > 160 && y < 190)),
      200,
      200,
    );
    expect(raster(once, SIDE, SIDE)).toEqual(once);
  });

  it('names the invalid argument', () => {
    for (const bad of [0, -1, 1.5, NaN, Infinity, 1e9]) {
      expect(() => rasterFromInk(new Uint8Array(4), bad, 2)).toThrow(/^width/);
      expect(() => rasterFromInk(new Uint8Array(4), 2, bad)).toThrow(/^height/);
    }
    expect(() => rasterFromInk(new Uint8Array(5), 2, 2)).toThrow(RangeError);
    expect(() => rasterFromInk(new Uint8Array(5), 2, 2)).toThrow(/^ink/);
  });
});

describe('centreByMass', () => {
  it('stops at the edge of the field, so no ink is lost', () => {
    const box = new Float32Array(400);
    for (let y = 0; y < 20; y++) box[y * 20] = 1;
    // A faint tail to the right of a heavy bar.
    box.fill(1e-3, 0, 20);
    box[0] = 1;
    const image = centreByMass(box);
    expect(image).toHaveLength(PIXELS);
    expect(image?.[14 * SIDE + 8]).toBe(255);
  });

  it('returns null for an empty box', () => {
    expect(centreByMass(new Float32Array(400))).toBeNull();
  });
});
