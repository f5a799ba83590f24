import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BOUNDS, defaultConfig, INITS, MODELS, OPTIMIZERS } from '../core/config.ts';
import { OFFSCREEN, PANELS } from '../core/controls.ts';
import { encodeDrawing } from '../core/drawing-code.ts';
import { pageUrl } from '../core/page-address.ts';
import { LANGUAGES } from '../i18n/catalogues.ts';
import { parseParams, THEMES } from './params.ts';

const BASE = 'https://example.org/softmax-live/';

const read = (url: string) => parseParams(new URL(url).search, ['en']);

interface Bounds {
  readonly min: number;
  readonly max: number;
}
const within = (bounds: Bounds) =>
  fc.double({ ...bounds, noNaN: true }).map((value) => (Object.is(value, -0) ? 0 : value));
const whole = (bounds: Bounds) => fc.integer(bounds);

describe('pageUrl', () => {
  it('has no parameters when all settings are defaults', () => {
    expect(pageUrl(BASE, {})).toBe(BASE);
    expect(pageUrl(BASE, { config: defaultConfig(), theme: 'auto', drawing: [], data: 'auto' })).toBe(BASE);
  });

  it('names the model and only its changed settings', () => {
    expect(pageUrl(BASE, { config: { ...defaultConfig('cnn'), epochs: 2 } })).toBe(`${BASE}?model=cnn&epochs=2`);
    expect(pageUrl(BASE, { config: { ...defaultConfig(), layers: [64, 32] } })).toBe(`${BASE}?layers=64,32`);
  });

  it('names the panels of the embedded form', () => {
    expect(
      pageUrl(BASE, { embed: { panels: ['draw', 'train'], offscreen: 'run', messages: true }, language: 'ko' }),
    ).toBe(`${BASE}?embed=1&panels=draw,train&lang=ko`);
  });

  it('is parsed to the settings it was made from', () => {
    const config = fc.record({
      model: fc.constantFrom(...MODELS),
      layers: fc.array(whole(BOUNDS.width), { minLength: BOUNDS.layers.min, maxLength: BOUNDS.layers.max }),
      optimizer: fc.constantFrom(...OPTIMIZERS),
      lr: within(BOUNDS.lr),
      momentum: within(BOUNDS.momentum),
      batch: whole(BOUNDS.batch),
      epochs: whole(BOUNDS.epochs),
      init: fc.constantFrom(...INITS),
      seed: whole(BOUNDS.seed),
    });
    const address = fc.record({
      config,
      data: fc.constantFrom('auto', 'mnist', 'synthetic'),
      weights: fc.constantFrom('pretrained', 'random'),
      language: fc.constantFrom(...LANGUAGES),
      theme: fc.constantFrom(...THEMES),
      embed: fc.record({
        panels: fc.subarray([...PANELS], { minLength: 1 }),
        offscreen: fc.constantFrom(...OFFSCREEN),
        messages: fc.boolean(),
      }),
    });
    fc.assert(
      fc.property(address, (given) => {
        const { params, notices } = read(pageUrl(BASE, given));
        expect(notices).toEqual([]);
        const { embed, ...rest } = given;
        expect(params).toMatchObject({ ...rest, ...embed, embed: true });
      }),
    );
  });

  it('carries the drawing', () => {
    const drawing = [[[0.2, 0.1], [0.25, 0.5], [0.3, 0.9]], [[0.5, 0.5]]] as const; // prettier-ignore
    const { drawing: shown } = read(pageUrl(BASE, { drawing })).params;
    expect(shown).toHaveLength(2);
    expect(encodeDrawing(shown)).toBe(encodeDrawing(drawing));
  });
});
