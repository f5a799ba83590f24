/**
 * `npm run picture`: makes docs/learning.webp, the README's picture, from the build in `dist/`. A browser draws a digit
 * on the page, presses Train and takes a screenshot at each of the chosen moments. `--stills=FOLDER` also writes them
 * as PNG files.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Browser, type Page } from '@playwright/test';
import { THREE } from '../e2e/support/digits.ts';
import { animatedWebp, type WebpFrame } from './lib/animated-webp.ts';
import { browserCandidates, thisMachine } from './lib/find-browser.ts';
import { ROOT } from './lib/paths.ts';
import { openStaticHost } from './lib/static-host.ts';

const TARGET = path.join(ROOT, 'docs', 'learning.webp');
const MAX_BYTES = 1_000_000;
/** The width at which pad, answer and training panel are side by side. */
const PAGE_WIDTH = 1180;
const PICTURE_WIDTH = 900;
const QUERY = new URLSearchParams({
  embed: '1',
  panels: 'draw,train,charts',
  hide: 'facts,undo,clear,sample,picture',
  backend: 'wasm',
  weights: 'random',
  epochs: '3',
  lang: 'en',
  theme: 'light',
});
/** Steps of the run between two screenshots; most are early, where most is learned. */
const MOMENTS = [
  ...Array.from({ length: 26 }, (_, i) => 30 + 60 * i),
  ...Array.from({ length: 8 }, (_, i) => 1700 + 140 * i),
];
const SHOWN_MS = { end: 3000, start: 1200, between: 140 };

interface Still {
  readonly png: Buffer;
  readonly durationMs: number;
}

const { values: options } = parseArgs({ options: { stills: { type: 'string' } } });
const files = path.join(ROOT, 'dist');
const [executablePath] = browserCandidates(thisMachine());
if (!existsSync(path.join(files, 'index.html'))) throw new Error(`${files} has no build: npm run build`);
if (executablePath === undefined) throw new Error('No Chrome or Chromium: set CHROME_PATH to one');

const host = await openStaticHost({ files });
const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
try {
  const stills = await learn(browser, `${host.address}?${QUERY.toString()}`);
  if (options.stills !== undefined) writeStills(options.stills, stills);
  const picture = await animate(browser, stills);
  if (picture.length > MAX_BYTES) throw new Error(`${picture.length} bytes, more than ${MAX_BYTES}`);
  writeFileSync(TARGET, picture);
  console.log(`${TARGET}: ${stills.length} frames, ${picture.length} bytes`);
} finally {
  await browser.close();
  await host.close();
}

/** The end first: it is what viewers without animation show. */
async function learn(inBrowser: Browser, address: string): Promise<readonly Still[]> {
  const page = await inBrowser.newPage({
    viewport: { width: PAGE_WIDTH, height: 1200 },
    deviceScaleFactor: PICTURE_WIDTH / PAGE_WIDTH,
  });
  await page.goto(address);
  await page.evaluate(async (strokes) => {
    await window.softmaxLive.ready;
    await window.softmaxLive.draw(strokes);
  }, THREE);
  await page.getByTestId('prediction').and(page.locator('[data-digit]:not([data-digit=""])')).waitFor();
  const shot = () => page.locator('#root').screenshot();

  const start: Still = { png: await shot(), durationMs: SHOWN_MS.start };
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  // Away from the button, which looks different under the pointer.
  await page.mouse.move(0, 0);
  const between: Still[] = [];
  for (const moment of MOMENTS) {
    if (!(await reached(page, moment))) break;
    between.push({ png: await shot(), durationMs: SHOWN_MS.between });
  }
  await page.locator('[data-testid="status"][data-state="finished"]').waitFor({ timeout: 150_000 });
  // The charts draw the last points when they are idle.
  await page.waitForTimeout(2000);
  return [{ png: await shot(), durationMs: SHOWN_MS.end }, start, ...between];
}

/** Whether the run gets to that step before it ends. */
async function reached(page: Page, moment: number): Promise<boolean> {
  const state = await page.waitForFunction(
    (least) => {
      const { state: runState, step } = window.softmaxLive.state();
      return runState === 'finished' || step >= least ? runState : null;
    },
    moment,
    { timeout: 60_000 },
  );
  return (await state.jsonValue()) !== 'finished';
}

/** What two screenshots share is transparent in the second, which takes few bytes. */
async function animate(inBrowser: Browser, stills: readonly Still[]): Promise<Buffer> {
  const encoder = await inBrowser.newPage();
  // tsx calls this helper in every function, also in those that run in the page.
  await encoder.evaluate('globalThis.__name = (value) => value');
  const frames: WebpFrame[] = [];
  let [width, height] = [0, 0];
  for (const { png, durationMs } of stills) {
    const encoded = await encoder.evaluate(encodeChange, png.toString('base64'));
    ({ width, height } = encoded);
    frames.push({ durationMs, file: Buffer.from(encoded.base64, 'base64') });
  }
  return animatedWebp(width, height, frames);
}

/** Runs in the browser, whose canvas encodes WebP, for the first screenshot without loss (quality 1). */
async function encodeChange(png: string) {
  const tile = 8;
  const memory = window as { previous?: Uint8ClampedArray };
  const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const { width, height } = image;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no canvas');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const before = memory.previous;
  memory.previous = data;

  for (let y = 0; before && y < height; y += tile) {
    for (let x = 0; x < width; x += tile) {
      let same = true;
      for (let row = y; same && row < Math.min(y + tile, height); row++) {
        const from = (row * width + x) * 4;
        const to = (row * width + Math.min(x + tile, width)) * 4;
        same = data.subarray(from, to).every((value, i) => value === before[from + i]);
      }
      if (same) context.clearRect(x, y, tile, tile);
    }
  }
  const blob = await canvas.convertToBlob({ type: 'image/webp', quality: before ? 0.95 : 1 });
  const bytes = Array.from(new Uint8Array(await blob.arrayBuffer()), (byte) => String.fromCharCode(byte));
  return { width, height, base64: btoa(bytes.join('')) };
}

function writeStills(folder: string, stills: readonly Still[]): void {
  mkdirSync(folder, { recursive: true });
  for (const [i, { png }] of stills.entries())
    writeFileSync(path.join(folder, `${String(i).padStart(2, '0')}.png`), png);
}
