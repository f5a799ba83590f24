/** Every target with a fixed number of cases; `npm run fuzz` runs as many as its time allows. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../src/core/config.ts';
import { idxBytes, gzipped } from '../../src/engine/testing/idx-fixtures.ts';
import { checkAddress, checkCommand, checkDrawingCode, checkMessage, checkScriptArgument } from './checks.ts';
import { checkIdx, checkPicture, checkPictureFile, checkSafetensors, checkWeightsFile } from './file-checks.ts';
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

describe('changed valid input is read or refused, in bounded time and memory', () => {
  it.each(TARGETS.map((target) => [target.name, target] as const))('%s', async (_, target) => {
    for (let index = 0; index < CASES; index++) expect(await runCase(target, 1, index)).toBeNull();
  });
});

describe('arbitrary input', () => {
  const query = fc.array(fc.tuple(fc.constantFrom('lr', 'layers', 'seed', 'drawing', 'panels', 'lang'), fc.string()));
  it('as an address gives settings within bounds', () => {
    fc.assert(fc.property(query, (pairs) => checkAddress(`?${new URLSearchParams(pairs).toString()}`)));
    fc.assert(fc.property(fc.string({ unit: 'binary' }), checkAddress));
  });

  it('as a shared drawing is one drawing or none', () => {
    fc.assert(fc.property(fc.base64String({ maxLength: 400 }), checkDrawingCode));
  });

  it('as a message does what it says or nothing', () => {
    const message = fc.record({ target: fc.constant('softmax-live'), type: anything, theme: anything });
    fc.assert(fc.property(fc.oneof(anything, message), checkMessage));
  });

  it('as a script’s argument is accepted or refused by name', () => {
    const config = fc.dictionary(fc.constantFrom('lr', 'layers', 'model', 'epochs', 'constructor'), anything);
    fc.assert(fc.property(fc.oneof(anything, config), checkScriptArgument));
  });

  it('as a command reaches the engine with valid arguments or not at all', async () => {
    const names = ['start', 'train', 'predict', 'watch', 'learnDrawing', 'sample', 'importWeights', 'toString'];
    const command = fc.record({
      kind: fc.constant('command'),
      id: fc.integer(),
      name: fc.constantFrom(...names),
      args: fc.array(anything, { maxLength: 3 }),
    });
    await fc.assert(fc.asyncProperty(fc.oneof(anything, command), checkCommand));
  });

  it('after a command’s config is not checked as a config', async () => {
    await checkCommand({ kind: 'command', id: 1, name: 'train', args: [defaultConfig('cnn'), {}] });
  });

  it('as a weights file is read or refused', () => {
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

  it('as a file of images or labels is read or refused, packed or not, in chunks of any size', async () => {
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

  it('as a picture has ink or none, down to a single pixel', () => {
    const side = fc.integer({ min: 1, max: 24 });
    const level = fc.constantFrom(0, 1, 127, 128, 254, 255);
    fc.assert(
      fc.property(side, side, fc.array(level, { minLength: 1, maxLength: 64 }), (width, height, levels) => {
        const rgba = Uint8ClampedArray.from({ length: 4 * width * height }, (_, i) => levels[i % levels.length] ?? 0);
        checkPicture({ rgba, width, height });
      }),
    );
  });

  it('as a picture’s header is a size or none', () => {
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
  it('reports a thrown error with a case that repeats it', async () => {
    const target = targetOf(() => {
      throw new Error('planted fault');
    });
    const failure = await runCase(target, 7, 3);
    expect(failure).toMatchObject({ target: 'planted', seed: 7, index: 3 });
    expect(failure?.reason).toContain('planted fault');
    expect((await runCase(target, 7, 3))?.input).toBe(failure?.input);
  });

  it('reports a case that takes too long', async () => {
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

  it('reports a case that keeps too much memory', async () => {
    const kept: Uint8Array[] = [];
    const failure = await runCase(
      targetOf(() => void kept.push(new Uint8Array(2 ** 25).fill(1))),
      1,
      1,
    );
    expect(failure?.reason).toContain('more than 16 MB');
  });
});
