import { describe, expect, it } from 'vitest';
import { animatedWebp } from './animated-webp.ts';

function chunk(name: string, text: string): string {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  return `${name}${length.toString('latin1')}${text}${text.length % 2 === 0 ? '' : '\0'}`;
}

/** A still file with one image chunk, and metadata that an animation drops. */
const still = (payload: string) =>
  Buffer.from(chunk('RIFF', `WEBP${chunk('EXIF', 'camera')}${chunk('VP8L', payload)}`), 'latin1');

describe('animatedWebp', () => {
  it('writes size, repetition and durations as the container format requires', () => {
    const file = animatedWebp(4, 2, [
      { file: still('first'), durationMs: 100 },
      { file: still('even'), durationMs: 300 },
    ]);
    const hex = (from: number, to: number) => file.subarray(from, to).toString('hex');

    expect(file.toString('latin1', 0, 4)).toBe('RIFF');
    expect(file.readUInt32LE(4)).toBe(file.length - 8);
    expect(file.toString('latin1', 8, 16)).toBe('WEBPVP8X');
    expect(hex(20, 30)).toBe('12000000030000010000');
    expect(file.toString('latin1', 30, 34)).toBe('ANIM');
    expect(hex(38, 44)).toBe('000000000000');
    expect(file.toString('latin1', 44, 48)).toBe('ANMF');
    expect(hex(52, 68)).toBe('00000000000003000001000064000000');
    expect(file.toString('latin1', 68, 72)).toBe('VP8L');
    expect(file.toString('latin1', 76, 82)).toBe('first\0');
    expect(hex(90, 106)).toBe('0000000000000300000100002c010000');
    expect(file.includes('EXIF')).toBe(false);
  });

  it('refuses a frame that is not WebP', () => {
    expect(() => animatedWebp(4, 2, [{ file: Buffer.from('GIF89a, or so'), durationMs: 1 }])).toThrow(
      'not a WebP file',
    );
  });
});
