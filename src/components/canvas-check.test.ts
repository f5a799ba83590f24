import { describe, expect, it } from 'vitest';
import { altersPixels } from './canvas-check.ts';

const SIDE = 64;

function image(data: Uint8ClampedArray<ArrayBuffer>): ImageData {
  return { data, width: SIDE, height: SIDE, colorSpace: 'srgb' };
}

/** A canvas whose pixels are returned as `alter` makes them. */
function canvasThat(alter: (byte: number, index: number) => number) {
  let content = new Uint8ClampedArray();
  return {
    createImageData: () => image(new Uint8ClampedArray(4 * SIDE * SIDE)),
    putImageData: (given: ImageData) => (content = given.data.slice()),
    getImageData: () => image(content.map(alter)),
  };
}

const altered = (alter: (byte: number, index: number) => number) => altersPixels(canvasThat(alter), SIDE, SIDE);

describe('a canvas', () => {
  it.each([
    ['returned as it is', (byte: number) => byte],
    ['changed in its lowest bit', (byte: number) => byte ^ 1],
    ['changed in the lowest bit of a few pixels', (byte: number, i: number) => (i % 97 === 0 ? byte ^ 1 : byte)],
  ])('that is %s can be read', (_, alter) => {
    expect(altered(alter)).toBe(false);
  });

  it.each([
    ['random', (_: number, i: number) => (i * 7919) % 256],
    ['white', () => 255],
    ['transparent', () => 0],
    ['changed in few pixels, but visibly', (byte: number, i: number) => (i % 997 === 0 ? byte ^ 128 : byte)],
    ['of other opacity', (byte: number, i: number) => (i % 4 === 3 ? 128 : byte)],
  ])('whose pixels are %s is found out', (_, alter) => {
    expect(altered(alter)).toBe(true);
  });
});
