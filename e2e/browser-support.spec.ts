/** Browsers that lack a part of the platform: what the page needs, what it adds, and what it does without. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { newerFeaturesIn } from '../scripts/lib/newer-features.ts';
import { ROOT } from '../scripts/lib/paths.ts';
import { ONE } from './support/digits.ts';
import { expect, SMALL, test } from './support/live-page.ts';
import { patchWorker } from './support/worker-patch.ts';

/** Used where it exists. */
const TESTED_FOR = [
  // By this project.
  'Navigator.gpu',
  'Navigator.userActivation',
  'requestIdleCallback',
  // By valibot, @noble/hashes and React.
  'URL.canParse',
  'Uint8Array.fromHex',
  '.toHex()',
  '.skipTransition()',
  '.startViewTransition()',
  'navigation',
  // Old, but the data date it by the last fault of one browser.
  'devicePixelRatio',
];

/** Functions of this project and its libraries with the names of newer ones. */
const NAMESAKES = ['bytes', 'check', 'dispose', 'drop', 'fallback', 'format', 'grow', 'range', 'resize', 'take'];

const NEEDED = ['structuredClone', 'ResizeObserver', 'Intl.DisplayNames', 'String.prototype.replaceAll'];

const ADDED = [
  'Array.prototype.at',
  'Array.prototype.findLast',
  'Array.prototype.findLastIndex',
  'Array.prototype.toReversed',
  'Array.prototype.toSorted',
  'Object.hasOwn',
];

const DISPENSABLE = [
  'AbortSignal.any',
  'AbortSignal.timeout',
  'Array.fromAsync',
  'Array.prototype.toSpliced',
  'Array.prototype.with',
  'CanvasRenderingContext2D.prototype.reset',
  'CanvasRenderingContext2D.prototype.roundRect',
  'Crypto.prototype.randomUUID',
  'CompressionStream',
  'DecompressionStream',
  'Element.prototype.checkVisibility',
  'Intl.DurationFormat',
  'Intl.Segmenter',
  'Iterator',
  'Map.groupBy',
  'Navigator.prototype.locks',
  'Navigator.prototype.storage',
  'Navigator.prototype.userActivation',
  'Object.groupBy',
  'OffscreenCanvas',
  'PointerEvent.prototype.getCoalescedEvents',
  'Promise.withResolvers',
  'Set.prototype.union',
  'SharedArrayBuffer',
  'URL.canParse',
  'WeakRef',
  'createImageBitmap',
  'requestIdleCallback',
  'scheduler',
];

/** A script that takes the functions away. */
function without(names: readonly string[]): string {
  return `for (const name of ${JSON.stringify(names)}) {
    const [last, ...path] = name.split('.').reverse();
    const owner = path.reverse().reduce((object, key) => object?.[key], self);
    if (owner) delete owner[last];
  }`;
}

test('the built scripts use nothing that the oldest supported browsers lack', () => {
  const folder = path.join(ROOT, 'dist');
  const scripts = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
  expect(scripts.length).toBeGreaterThan(10);
  const added = ADDED.map((name) => name.split('.').at(-1) ?? name);
  const allowed = new Set([...TESTED_FOR, ...[...added, ...NAMESAKES].map((name) => `.${name}()`)]);
  const found = scripts.flatMap((name) =>
    newerFeaturesIn(readFileSync(path.join(folder, name), 'utf8'))
      .filter((feature) => !allowed.has(feature))
      .map((feature) => `${name}: ${feature}`),
  );
  expect(found).toEqual([]);
});

test('where a browser lacks what the page needs, one sentence says which ones have it', async ({ context, page }) => {
  for (const [i, name] of NEEDED.entries()) {
    const visit = await context.newPage();
    await visit.addInitScript(without([name]));
    await visit.goto(i % 2 === 0 ? '/?lang=en' : '/?lang=ko');
    await expect(visit.locator('body')).toHaveText(
      i % 2 === 0 ? /too old .* Chrome 109, Edge 109, Firefox 115, Safari 16\.4/ : /오래되어 .* Safari 16\.4/,
      { useInnerText: true },
    );
    await expect(visit.locator('.shell-failure :is(p, li):visible')).toHaveCount(1);
    await visit.close();
  }
  await page.close();
});

test('where a browser lacks functions that can be added or done without, the page works', async ({ live, page }) => {
  const patch = without([...ADDED, ...DISPENSABLE]);
  await page.addInitScript(patch);
  await patchWorker(page, patch);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  await live.open({ ...SMALL, backend: 'auto', weights: 'pretrained', layers: '520,320,240,120' });
  await live.draw(ONE);
  await expect(live.part('prediction')).toHaveAttribute('data-digit', '1');
  await live.startTraining();
  await live.press('Random test digit');
  await live.seeCurve('loss-chart');
  await expect(page.getByText('This part of the page has failed')).toHaveCount(0);
  // Not even that the engine runs in the page.
  await expect(live.part('notice')).toHaveCount(0);
  expect(errors).toEqual([]);
});
