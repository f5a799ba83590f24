import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BOUNDS, defaultConfig } from '../core/config.ts';
import { CONTROLS } from '../core/controls.ts';
import { encodeDrawing } from '../core/drawing-code.ts';
import { parseParams } from './params.ts';
import { queryText } from './query.ts';

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

  it('a shared drawing is decoded', () => {
    const code = encodeDrawing([[[0, 0.5], [1, 0.5]]]); // prettier-ignore
    expect(parse(`?drawing=${code}`).params.drawing).toHaveLength(1);
  });
});

describe('an address that was escaped twice', () => {
  it.each(['&amp;', '&AMP;', '&amp;amp;', '&amp%3B', '&#38;', '&#038;', '&#x26;', '&%23038;'])(
    'with %s between its parameters is read as meant',
    (between) => {
      const { search, hash } = new URL(`https://example.org/?${['embed=1', 'panels=draw', 'lang=ko'].join(between)}`);
      const { params, notices } = parse(queryText({ search, hash }));
      expect(params).toMatchObject({ embed: true, panels: ['draw'], language: 'ko' });
      expect(notices).toEqual([]);
    },
  );

  it('may begin with the escape', () => {
    expect(parse('?amp;lang=ko').params.language).toBe('ko');
  });

  it('is told from a fragment that is none of its parameters', () => {
    expect(queryText({ search: '?lang=ko', hash: '#pad' })).toBe('?lang=ko');
    expect(queryText({ search: '?lang=ko', hash: '' })).toBe('?lang=ko');
  });
});

describe('a name in another spelling', () => {
  it.each([
    ['?Lang=ko', { language: 'ko' }],
    ['?language=ko', { language: 'ko' }],
    ['?%20THEME%20=dark', { theme: 'dark' }],
    ['?panel=draw', { panels: ['draw'] }],
    ['?panels[]=draw', { panels: ['draw'] }],
    ['?Auto-Start=1', { autostart: true }],
    ['?data_set=synthetic', { data: 'synthetic' }],
  ])('%s is taken', (search, expected) => {
    const { params, notices } = parse(search);
    expect(params).toMatchObject(expected);
    expect(notices).toEqual([]);
  });

  it.each([
    ['?learning_rate=0.5&LR=0.2', { lr: 0.5 }],
    ['?learningRate=0.5', { lr: 0.5 }],
    ['?batch_size=32', { batch: 32 }],
    ['?batchSize=32', { batch: 32 }],
    ['?epoch=2', { epochs: 2 }],
    ['?hidden_layers=64,32', { layers: [64, 32] }],
    ['?optimiser=adam', { optimizer: 'adam' }],
    ['?random-seed=7', { seed: 7 }],
  ])('%s is taken as a setting', (search, expected) => {
    const { params, notices } = parse(search);
    expect(params.config).toMatchObject(expected);
    expect(notices).toEqual([]);
  });

  it('gives way to the page’s own spelling, which the page writes when the reader chooses', () => {
    expect(parse('?Lang=ko&amp;language=ko&lang=en').params.language).toBe('en');
  });
});

describe('a value in another spelling', () => {
  it.each([
    ['?theme=Dark', { theme: 'dark' }],
    ['?theme=dark.', { theme: 'dark' }],
    ['?lang=KO', { language: 'ko' }],
    ['?lang=ko-KR', { language: 'ko' }],
    ['?lang=ko_kr', { language: 'ko' }],
    ['?lang=“ko”', { language: 'ko' }],
    ['?backend=WASM', { backend: 'wasm' }],
    ['?embed=true', { embed: true }],
    ['?embed=１', { embed: true }],
    ['?autostart=yes', { autostart: true }],
    ['?messages=Off', { messages: false }],
    ['?weights=RANDOM', { weights: 'random' }],
    ['?panels=Draw，train', { panels: ['draw', 'train'] }],
    ['?panels=draw;train', { panels: ['draw', 'train'] }],
    ['?panels=draw+train', { panels: ['draw', 'train'] }],
    ['?hide=theme、weights_in', { hide: ['theme', 'weights-in'] }],
  ])('%s is taken', (search, expected) => {
    const { params, notices } = parse(search);
    expect(params).toMatchObject(expected);
    expect(notices).toEqual([]);
  });

  it('is taken for model, optimizer and initial weights', () => {
    const { params, notices } = parse('?model=CNN&optimizer=Adam&init=He');
    expect(params.config).toMatchObject({ model: 'cnn', optimizer: 'adam', init: 'he' });
    expect(notices).toEqual([]);
  });
});

describe('a number as people type it', () => {
  it.each([
    ['?lr=0,05', { lr: 0.05 }],
    ['?lr=０．０１', { lr: 0.01 }],
    ['?lr=1e−3', { lr: 0.001 }],
    ['?momentum=,9', { momentum: 0.9 }],
    ['?batch=１２８', { batch: 128 }],
    ['?batch=1,024', { batch: 1024 }],
    ['?epochs=+7+', { epochs: 7 }],
    ['?seed=1+000+000', { seed: 1_000_000 }],
    ['?seed=1e+6', { seed: 1_000_000 }],
    ['?layers=５２０，３２０', { layers: [520, 320] }],
    ['?layers=520、320', { layers: [520, 320] }],
    ['?layers=520;%20320', { layers: [520, 320] }],
    ['?layers=520-320', { layers: [520, 320] }],
    ['?layers=520x320', { layers: [520, 320] }],
    ['?layers=520%2F320', { layers: [520, 320] }],
    ['?layers=520+320', { layers: [520, 320] }],
    ['?layers=[520,320]', { layers: [520, 320] }],
  ])('%s is read', (search, expected) => {
    const { params, notices } = parse(search);
    expect(params.config).toMatchObject(expected);
    expect(notices).toEqual([]);
  });
});

describe('an unknown name', () => {
  it.each([
    ['themes=dark', 'theme'],
    ['Themee=nonsense', 'theme'],
    ['amp;pannels=draw', 'panels'],
    ['learing_rate=fast', 'lr'],
    ['bacth=32', 'batch'],
    ['epohcs=2', 'epochs'],
    ['optimzer=adam', 'optimizer'],
    ['lan=ko', 'lang'],
    ['sed=7', 'seed'],
    ['date=mnist', 'data'],
    ['mode=cnn', 'model'],
    ['weight=random', 'weights'],
  ])('%s is named, with what it may mean', (search, meant) => {
    const { params, notices } = parse(`?${search}`);
    const name = search.replace(/^amp;|=.*/g, '');
    expect(notices).toEqual([{ kind: 'warning', code: 'parameter-unknown', params: { name, meant } }]);
    expect(params).toEqual(parse('').params);
  });

  it('is silent where a tracker or another tool has added it', () => {
    const search =
      '?utm_source=blog&utm_medium=email&utm_campaign=x&fbclid=a&gclid=b&igshid=c&msclkid=d&ref=e&source=f&_ga=1.2' +
      '&mc_cid=g&si=h&v=2&t=10&p=7&id=1&amp=1&date=20260101&long=127.5&lat=37.5&feed=rss&land=us&mode=view' +
      '&width=600&height=400&x';
    expect(parse(search).notices).toEqual([]);
  });

  it('is named once for what it may mean, and cut short', () => {
    const search = `?theme${'!'.repeat(5000)}s=dark&themes=dark`;
    const [notice, ...others] = parse(search).notices;
    expect(notice?.code === 'parameter-unknown' && notice.params.name.length).toBeLessThan(60);
    expect(others).toEqual([]);
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
    ['?batch=1.000', 'batch=64'],
    ['?lr=5%25', 'lr=0.01'],
    ['?layers=1,024', 'layers=520,320,240,120'],
    ['?epochs=101', 'epochs=9'],
    ['?model=cnn&epochs=101', 'epochs=5'],
    ['?init=zeros', 'init=pytorch'],
    ['?seed=-1', 'seed=0'],
    ['?seed=4294967296', 'seed=0'],
    ['?weights=mine', 'weights=pretrained'],
    ['?autostart=maybe', 'autostart=0'],
    ['?embed=2', 'embed=0'],
    ['?embed=1%26panels=draw', 'embed=0'],
    ['?panels=draw,nothing', 'panels=draw,train,charts'],
    ['?panels=', 'panels=draw,train,charts'],
    ['?hide=everything', 'hide='],
    ['?offscreen=stop', 'offscreen=run'],
    ['?lang=tlh', 'lang=en'],
    ['?lang=kok', 'lang=en'],
    ['?lang=ko%26theme=dark', 'lang=en'],
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
