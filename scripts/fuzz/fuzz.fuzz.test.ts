/** Every door with a modest number of cases; `npm run fuzz` goes on for as long as one likes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../src/core/config.ts';
import { idxBytes, gzipped } from '../../src/engine/testing/idx-fixtures.ts';
import {
  checkAddress,
  checkCommand,
  checkDrawingCode,
  checkIdx,
  checkMessage,
  checkPicture,
  checkPictureFile,
  checkSafetensors,
  checkScriptArgument,
  checkWeightsFile,
} from './checks.ts';
import { runCase, type Target } from './run-case.ts';
import { TARGETS } from './targets.ts';

const CASES = 150;
const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
  withSparseArray: true,
  withNullPrototype: true,
  maxDepth: 4,
});

describe('good input gone wrong is refused or made sense of, in bounded time and memory', () => {
  it.each(TARGETS.map((target) => [target.name, target] as const))('%s', async (_, target) => {
    for (let index = 0; index < CASES; index++) expect(await runCase(target, 1, index)).toBeNull();
  });
});

describe('whatever it is', () => {
  const query = fc.array(fc.tuple(fc.constantFrom('lr', 'layers', 'seed', 'drawing', 'panels', 'lang'), fc.string()));
  it('an address gives settings within bounds', () => {
    fc.assert(fc.property(query, (pairs) => checkAddress(`?${new URLSearchParams(pairs).toString()}`)));
    fc.assert(fc.property(fc.string({ unit: 'binary' }), checkAddress));
  });

  it('a shared drawing is one or none', () => {
    fc.assert(fc.property(fc.base64String({ maxLength: 400 }), checkDrawingCode));
  });

  it('a message does what it says or nothing', () => {
    const message = fc.record({ target: fc.constant('softmax-live'), type: anything, theme: anything });
    fc.assert(fc.property(fc.oneof(anything, message), checkMessage));
  });

  it('a script’s argument is taken or refused by name', () => {
    const config = fc.dictionary(fc.constantFrom('lr', 'layers', 'model', 'epochs', 'constructor'), anything);
    fc.assert(fc.property(fc.oneof(anything, config), checkScriptArgument));
  });

  it('a command reaches the engine with the right arguments or not at all', async () => {
    const names = ['start', 'train', 'predict', 'watch', 'learnDrawing', 'sample', 'importWeights', 'toString'];
    const command = fc.record({
      kind: fc.constant('command'),
      id: fc.integer(),
      name: fc.constantFrom(...names),
      args: fc.array(anything, { maxLength: 3 }),
    });
    await fc.assert(fc.asyncProperty(fc.oneof(anything, command), checkCommand));
  });

  it('a command’s options beside its config are not taken for a config', async () => {
    await checkCommand({ kind: 'command', id: 1, name: 'train', args: [defaultConfig('cnn'), {}] });
  });

  it('a weights file is one or none', () => {
    const file = fc.uint8Array({ maxLength: 300 }).map((bytes) => Uint8Array.from(bytes).buffer);
    const header = fc.json().map((json) => {
      const body = new TextEncoder().encode(json);
      const whole = new Uint8Array(8 + body.length);
      new DataView(whole.buffer).setBigUint64(0, BigInt(body.length), true);
      whole.set(body, 8);
      return whole.buffer;
    });
    fc.assert(
      fc.property(fc.oneof(file, header), (bytes) => {
        checkSafetensors(bytes);
        checkWeightsFile(bytes);
      }),
    );
  });

  it('a file of images or labels is sound or refused, packed or not, however it is cut', async () => {
    const kind = fc.constantFrom<'images' | 'labels'>('images', 'labels');
    const chunks = fc.array(
      fc.uint8Array({ minLength: 1, maxLength: 300 }).map((bytes) => Uint8Array.from(bytes)),
      { maxLength: 5 },
    );
    await fc.assert(
      fc.asyncProperty(kind, chunks, fc.boolean(), async (which, rest, isPacked) => {
        const start = isPacked ? await gzipped(idxBytes(which, 2)) : idxBytes(which, 2);
        await checkIdx({ kind: which, count: 2, chunks: [start, ...rest] });
        await checkIdx({ kind: which, count: 2, chunks: rest });
      }),
    );
  });

  it('a picture has ink or none, down to a single pixel', () => {
    const side = fc.integer({ min: 1, max: 24 });
    const level = fc.constantFrom(0, 1, 127, 128, 254, 255);
    fc.assert(
      fc.property(side, side, fc.array(level, { minLength: 1, maxLength: 64 }), (width, height, levels) => {
        const rgba = Uint8ClampedArray.from({ length: 4 * width * height }, (_, i) => levels[i % levels.length] ?? 0);
        checkPicture({ rgba, width, height });
      }),
    );
  });

  it('a picture’s header is a size or none', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), checkPictureFile));
  });
});

const targetOf = (run: () => void): Target => ({
  name: 'planted',
  limitMs: 40,
  limitMb: 16,
  prepare: (random) => ({ show: () => `number ${random.below(1000)}`, run }),
});

describe('the fuzzer', () => {
  it('reports what is thrown, with a case that comes back the same', async () => {
    const target = targetOf(() => {
      throw new Error('planted fault');
    });
    const failure = await runCase(target, 7, 3);
    expect(failure).toMatchObject({ target: 'planted', seed: 7, index: 3 });
    expect(failure?.reason).toContain('planted fault');
    expect((await runCase(target, 7, 3))?.input).toBe(failure?.input);
  });

  it('reports what takes too long', async () => {
    const failure = await runCase(
      targetOf(() => {
        const end = performance.now() + 60;
        while (performance.now() < end);
      }),
      1,
      1,
    );
    expect(failure?.reason).toContain('40 are allowed');
  });

  it('reports what takes too much memory', async () => {
    const kept: Uint8Array[] = [];
    const failure = await runCase(
      targetOf(() => void kept.push(new Uint8Array(2 ** 25).fill(1))),
      1,
      1,
    );
    expect(failure?.reason).toContain('more than 16 MB');
  });
});
