import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSvgBomb, pictureSize, svgWithSize } from './image-size.ts';

const bytesOf = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const text = (content: string) => Array.from(content, (char) => char.charCodeAt(0));

/** The first bytes of files of 300 × 200 pixels (BMP: from the top), as encoders write them. */
const HEADS: Readonly<Record<string, Uint8Array>> = {
  png: bytesOf('89504e470d0a1a0a0000000d494844520000012c000000c80806000000'),
  gif: Uint8Array.from([...text('GIF89a'), 0x2c, 0x01, 0xc8, 0x00, 0xf7, 0x00, 0x00]),
  jpeg: bytesOf('ffd8ffe000104a46494600010100000100010000fffe0004abcdffc200110800c8012c03012200021101'),
  'webp, lossy': Uint8Array.from([
    ...text('RIFF'), 0, 0, 0, 0, ...text('WEBPVP8 '), 0, 0, 0, 0, 0x30, 1, 0, 0x9d, 0x01, 0x2a, 0x2c, 0x01, 0xc8, 0,
  ]), // prettier-ignore
  'webp, lossless': Uint8Array.from([
    ...text('RIFF'), 0, 0, 0, 0, ...text('WEBPVP8L'), 0, 0, 0, 0, 0x2f, 0x2b, 0xc1, 0x31, 0, 0, 0, 0, 0, 0,
  ]), // prettier-ignore
  'webp, extended': Uint8Array.from([
    ...text('RIFF'), 0, 0, 0, 0, ...text('WEBPVP8X'), 10, 0, 0, 0, 0, 0, 0, 0, 0x2b, 0x01, 0, 0xc7, 0, 0,
  ]), // prettier-ignore
  bmp: bytesOf('424d000000000000000036000000280000002c01000038ffffff01001800'),
};

describe('the size in an image header', () => {
  it.each(Object.entries(HEADS))('is read from the header of a %s', (_, head) => {
    expect(pictureSize(head)).toEqual({ width: 300, height: 200 });
  });

  it('is read from a decompression bomb without decoding it', () => {
    const bomb = (HEADS['png'] ?? new Uint8Array()).slice();
    new DataView(bomb.buffer).setUint32(16, 100_000);
    expect(pictureSize(bomb)).toEqual({ width: 100_000, height: 200 });
  });

  it('is unknown for a truncated header or another format', () => {
    for (const head of Object.values(HEADS)) expect(pictureSize(head.subarray(0, 9))).toBeNull();
    expect(pictureSize(new Uint8Array())).toBeNull();
    expect(pictureSize(Uint8Array.from(text('<svg xmlns="http://www.w3.org/2000/svg"/>')))).toBeNull();
  });

  it('is a valid size or unknown for any bytes', () => {
    const head = fc.constantFrom(...Object.values(HEADS));
    const patch = fc.array(fc.tuple(fc.nat(40), fc.nat(255)), { maxLength: 6 });
    fc.assert(
      fc.property(head, patch, fc.nat(40), fc.uint8Array({ maxLength: 300 }), (start, changes, cut, rest) => {
        const bytes = Uint8Array.from([...start.subarray(0, cut), ...rest]);
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        const size = pictureSize(bytes);
        if (size === null) return;
        for (const side of [size.width, size.height]) {
          expect(Number.isInteger(side)).toBe(true);
          expect(side).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});

describe('the SVG bomb check', () => {
  const use = '<use href="#a"/>';
  it.each([
    ['with a path', '<svg><path d="M0 0L9 9"/></svg>', false],
    ['with a few gradients and uses', `<svg>${use.repeat(10)}<path fill="url(#g)"/></svg>`, false],
    ['with nested uses', `<svg>${`<g>${use.repeat(10)}</g>`.repeat(9)}</svg>`, true],
    ['with uses under another prefix', `<s:svg>${'<s:use xlink:href="#a"/>'.repeat(40)}</s:svg>`, true],
    ['with many patterns', `<svg>${'<rect fill="url(#p)"/>'.repeat(40)}</svg>`, true],
    ['with entities', '<!DOCTYPE svg [<!ENTITY a "lol">]><svg>&a;</svg>', true],
  ])('classifies an SVG %s', (_, svg, isBomb) => {
    expect(isSvgBomb(svg)).toBe(isBomb);
  });
});

const sizeOf = (svg: string) =>
  /<svg.* width="([\d.]+)" height="([\d.]+)"/.exec(svgWithSize(svg))?.slice(1).map(Number);

describe('svgWithSize', () => {
  it.each([
    ['a view box alone', '<svg xmlns="a" viewBox="0 0 28 28"><path/></svg>', [512, 512]],
    ['a view box with commas in a tall image', "<?xml version='1.0'?><svg viewBox='0,0,50,100'/>", [256, 512]],
    ['shares for a size', '<svg width="100%" viewBox="0 0 40 20" height = "100%">', [512, 256]],
    ['a width alone', '<svg width="40" viewBox="0 0 40 20">', [512, 256]],
    ['nothing', '<svg>', [512, 256]],
    ['a size in a comment', '<!-- <svg width="1" height="1"> --><svg viewBox="0 0 10 10">', [512, 512]],
    ['quotes with a >', '<svg data-a=">" viewBox="0 0 10 10">', [512, 512]],
  ])('gives an SVG with %s a size', (_, svg, size) => {
    expect(sizeOf(svg)).toEqual(size);
  });

  it.each([
    ['with a size of its own', '<svg width="20" height="10mm" viewBox="0 0 28 28"><rect width="50%"/></svg>'],
    ['of size 0', '<svg width="0" height="0"/>'],
    ['that is none', 'hello'],
  ])('leaves a file %s as it is', (_, svg) => {
    expect(svgWithSize(svg)).toBe(svg);
  });
});
