import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BOUNDS, defaultConfig } from '../core/config.ts';
import { CONTROLS } from '../core/controls.ts';
import { encodeDrawing } from '../core/drawing-code.ts';
import { parseParams } from './params.ts';

const parse = (search: string, languages: readonly string[] = ['en']) => parseParams(search, languages);

const NAMES = (
  'backend data model layers optimizer lr momentum batch epochs init seed ' +
  'weights autostart embed panels hide offscreen lang theme drawing'
).split(' ');

/** A value that is not the default, for each parameter. */
const VALUES: Readonly<Record<string, string>> = {
  backend: 'wasm',
  data: 'mnist',
  model: 'cnn',
  layers: '64,32',
  optimizer: 'adam',
  lr: '1e-3',
  momentum: '0.9',
  batch: '128',
  epochs: '2',
  init: 'he',
  seed: '7',
  weights: 'random',
  autostart: '1',
  embed: '1',
  panels: 'charts,draw',
  hide: 'theme,seed',
  offscreen: 'pause',
  lang: 'ko',
  theme: 'dark',
  drawing: encodeDrawing([[[0, 0.5], [1, 0.5]]]), // prettier-ignore
};

/** The rejected parameters, with the values used instead. */
const rejected = (search: string) =>
  parse(search).notices.map(({ params }) =>
    'used' in params && 'name' in params ? `${params.name}=${params.used}` : '',
  );

describe('without parameters', () => {
  it('the page has the documented defaults and no notices', () => {
    expect(parse('')).toEqual({
      params: {
        backend: 'auto',
        data: 'auto',
        config: defaultConfig('mlp'),
        weights: 'pretrained',
        autostart: false,
        embed: false,
        panels: ['draw', 'train', 'charts'],
        hide: [],
        offscreen: 'run',
        messages: true,
        language: 'en',
        theme: 'auto',
        drawing: [],
      },
      notices: [],
    });
  });

  it('the language is the browser’s first that the page supports', () => {
    expect(parse('', ['fr-FR', 'ko-KR', 'en']).params.language).toBe('ko');
    expect(parse('', ['fr']).params.language).toBe('en');
    expect(parse('?lang=en', ['ko']).params.language).toBe('en');
  });
});

describe('with parameters', () => {
  it('an embedded page posts no messages to its parent with messages=0', () => {
    expect(parse('?embed=1&messages=0').params.messages).toBe(false);
    expect(parse('?messages=1').params.messages).toBe(true);
  });

  it('each parameter sets its value', () => {
    const { params, notices } = parse(
      '?backend=wasm&data=synthetic&model=mlp&layers=64,32&optimizer=adam&lr=1e-3&momentum=0.9&batch=128&epochs=2' +
        '&init=he&seed=7&weights=random&autostart=1&embed=1&panels=charts,draw&hide=theme,seed&offscreen=pause&lang=ko&theme=dark',
    );
    expect(notices).toEqual([]);
    expect(params).toMatchObject({ backend: 'wasm', data: 'synthetic', weights: 'random', autostart: true });
    expect(params).toMatchObject({
      embed: true,
      panels: ['draw', 'charts'],
      hide: ['theme', 'seed'],
      offscreen: 'pause',
    });
    expect(params).toMatchObject({ language: 'ko', theme: 'dark' });
    expect(params.config).toEqual({
      model: 'mlp',
      layers: [64, 32],
      optimizer: 'adam',
      lr: 0.001,
      momentum: 0.9,
      batch: 128,
      epochs: 2,
      init: 'he',
      seed: 7,
    });
  });

  it("the URL's values override the CNN's defaults", () => {
    expect(parse('?model=cnn').params.config).toEqual(defaultConfig('cnn'));
    expect(parse('?model=cnn&epochs=2').params.config).toEqual({ ...defaultConfig('cnn'), epochs: 2 });
  });

  it('unknown parameters cause no notice', () => {
    expect(parse('?utm_source=blog&x').notices).toEqual([]);
  });

  it('a shared drawing is decoded', () => {
    const code = encodeDrawing([[[0, 0.5], [1, 0.5]]]); // prettier-ignore
    expect(parse(`?drawing=${code}`).params.drawing).toHaveLength(1);
  });
});

describe('blanks around a value', () => {
  it.each(NAMES.map((name) => [name]))('are ignored for %s', (name) => {
    const value = VALUES[name] ?? '';
    const { params, notices } = parse(`?${name}=%20${value}%0A+`, ['fr']);
    expect(notices).toEqual([]);
    expect(params).toEqual(parse(`?${name}=${value}`, ['fr']).params);
    expect(params).not.toEqual(parse('', ['fr']).params);
  });

  it('are rejected when there is no value', () => {
    expect(rejected('?lr=%20&model=%20&theme=%20')).toEqual(['model=mlp', 'lr=0.01', 'theme=auto']);
  });
});

describe('a wrong parameter', () => {
  it.each([
    ['?backend=cuda', 'backend=auto'],
    ['?backend=WASM', 'backend=auto'],
    ['?data=', 'data=auto'],
    ['?model=transformer', 'model=mlp'],
    ['?layers=', 'layers=520,320,240,120'],
    ['?layers=0', 'layers=520,320,240,120'],
    ['?layers=2049', 'layers=520,320,240,120'],
    ['?layers=1,2,3,4,5,6,7', 'layers=520,320,240,120'],
    ['?layers=10,,10', 'layers=520,320,240,120'],
    ['?layers=1.5', 'layers=520,320,240,120'],
    ['?lr=0', 'lr=0.01'],
    ['?lr=NaN', 'lr=0.01'],
    ['?lr=Infinity', 'lr=0.01'],
    ['?lr=1e999', 'lr=0.01'],
    ['?lr=0x1', 'lr=0.01'],
    ['?lr=-0.1', 'lr=0.01'],
    ['?lr=0.1abc', 'lr=0.01'],
    ['?lr=', 'lr=0.01'],
    ['?momentum=1', 'momentum=0.5'],
    ['?batch=0', 'batch=64'],
    ['?batch=64.5', 'batch=64'],
    ['?batch=1025', 'batch=64'],
    ['?epochs=101', 'epochs=9'],
    ['?model=cnn&epochs=101', 'epochs=5'],
    ['?init=zeros', 'init=pytorch'],
    ['?seed=-1', 'seed=0'],
    ['?seed=4294967296', 'seed=0'],
    ['?weights=mine', 'weights=pretrained'],
    ['?autostart=yes', 'autostart=0'],
    ['?embed=true', 'embed=0'],
    ['?panels=draw,nothing', 'panels=draw,train,charts'],
    ['?panels=', 'panels=draw,train,charts'],
    ['?hide=everything', 'hide='],
    ['?offscreen=stop', 'offscreen=run'],
    ['?lang=tlh', 'lang=en'],
    ['?theme=blue', 'theme=auto'],
    ['?drawing=hello', 'drawing='],
  ])('%s is named, and the default used', (search, expected) => {
    expect(rejected(search)).toEqual([expected]);
  });

  it('is cut short in the notice', () => {
    const [notice] = parse(`?drawing=${'x'.repeat(5000)}`).notices;
    expect(notice?.code === 'parameter-invalid' && notice.params.value.length).toBeLessThan(60);
  });

  it('is refused at once, however long it is', () => {
    // Slow with a pattern that can match digits in two ways.
    expect(rejected(`?lr=${'1'.repeat(200_000)}x`)).toEqual(['lr=0.01']);
  });

  it('does not affect the other parameters', () => {
    const { params } = parse('?lr=abc&batch=32');
    expect(params.config).toMatchObject({ lr: 0.01, batch: 32 });
  });
});

describe('any URL', () => {
  it('gives settings within their bounds', () => {
    const name = fc.constantFrom(...NAMES);
    const value = fc.oneof(
      fc.string(),
      fc.double().map(String),
      fc.integer().map(String),
      fc.array(fc.integer({ min: -3, max: 3000 })).map(String),
      fc.subarray([...CONTROLS]).map(String),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value)), (pairs) => {
        const search = `?${new URLSearchParams(pairs).toString()}`;
        const { config, panels } = parse(search).params;
        expect(config.lr).toBeGreaterThanOrEqual(BOUNDS.lr.min);
        expect(config.lr).toBeLessThanOrEqual(BOUNDS.lr.max);
        expect(config.batch % 1).toBe(0);
        expect(config.batch).toBeGreaterThanOrEqual(1);
        expect(config.layers.length).toBeGreaterThanOrEqual(1);
        expect(config.layers.every((width) => width >= 1 && width <= 2048 && width % 1 === 0)).toBe(true);
        expect(panels.length).toBeGreaterThan(0);
      }),
    );
  });
});
