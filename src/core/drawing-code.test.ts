import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeDrawing, encodeDrawing, MAX_CODE_POINTS, MAX_CODE_STROKES } from './drawing-code.ts';
import type { Stroke } from './types.ts';

const unit = fc.double({ min: 0, max: 1, noNaN: true });
const drawing = fc.array(fc.array(fc.tuple(unit, unit), { minLength: 1, maxLength: 40 }), {
  minLength: 1,
  maxLength: 6,
});

describe('the code of a drawing', () => {
  it('is the same after decoding and encoding again', () => {
    fc.assert(
      fc.property(drawing, (strokes) => {
        const code = encodeDrawing(strokes);
        const decoded = decodeDrawing(code);
        expect(decoded).not.toBeNull();
        expect(encodeDrawing(decoded ?? [])).toBe(code);
        expect(decoded).toHaveLength(strokes.length);
      }),
    );
  });

  it('keeps the ends of strokes to half a grid unit', () => {
    fc.assert(
      fc.property(drawing, (strokes) => {
        const decoded = decodeDrawing(encodeDrawing(strokes)) ?? [];
        strokes.forEach((stroke, i) => {
          for (const end of [0, -1]) {
            const [x = NaN, y = NaN] = stroke.at(end) ?? [];
            const [dx = NaN, dy = NaN] = decoded[i]?.at(end) ?? [];
            expect(Math.abs(x - dx)).toBeLessThanOrEqual(0.5 / 1023 + 1e-9);
            expect(Math.abs(y - dy)).toBeLessThanOrEqual(0.5 / 1023 + 1e-9);
          }
        });
      }),
    );
  });

  it('has only characters that a URL need not escape', () => {
    fc.assert(
      fc.property(drawing, (strokes) => {
        const code = encodeDrawing(strokes);
        expect(encodeURIComponent(code)).toBe(code);
      }),
    );
  });

  it('is empty for a drawing without points', () => {
    expect(encodeDrawing([])).toBe('');
    expect(encodeDrawing([[]])).toBe('');
    expect(decodeDrawing('')).toBeNull();
  });

  it('keeps to its limits of strokes and points, and can be decoded', () => {
    const dots = Array.from({ length: MAX_CODE_STROKES + 9 }, (): Stroke => [[0.5, 0.5]]);
    expect(decodeDrawing(encodeDrawing(dots))).toHaveLength(MAX_CODE_STROKES);
    const scribble: Stroke = Array.from({ length: MAX_CODE_POINTS + 500 }, (_, i) => [i % 2, (i % 7) / 7]);
    expect(decodeDrawing(encodeDrawing([scribble]))?.[0]).toHaveLength(MAX_CODE_POINTS);
  });
});

describe('a changed drawing code', () => {
  it('decodes to the drawing that it encodes, or to none', () => {
    fc.assert(
      fc.property(drawing, fc.nat(), fc.string({ minLength: 0, maxLength: 2 }), (strokes, at, patch) => {
        const code = encodeDrawing(strokes);
        const i = at % code.length;
        const other = code.slice(0, i) + patch + code.slice(i + 1);
        const decoded = decodeDrawing(other);
        if (decoded) expect(encodeDrawing(decoded)).toBe(other);
      }),
    );
  });

  it('is refused where it is no drawing code', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        const decoded = decodeDrawing(text);
        if (decoded) expect(encodeDrawing(decoded)).toBe(text);
      }),
    );
    const good = encodeDrawing([[[0.2, 0.2], [0.8, 0.8]]]); // prettier-ignore
    for (const bad of [`${good}A`, good.slice(0, -2), `${good}=`, ` ${good}`, 'A'.repeat(1e6), '%41', '한글']) {
      expect(decodeDrawing(bad), bad.slice(0, 20)).toBeNull();
    }
  });
});
