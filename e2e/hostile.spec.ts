/** Untrusted input is shown as text or an image, never as markup or code. Drawing and run stay. */
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { refuseThirdParties } from './support/data-routes.ts';
import { ONE } from './support/digits.ts';
import { expect, type LivePage, SMALL, test } from './support/live-page.ts';
import { minutes } from './support/timeouts.ts';
import { png } from './support/png.ts';

test.describe.configure({ timeout: minutes(4) });

const IMAGE = '<img src=x onerror="window.broken=1">';
const SCRIPT = '<script>window.broken=1</script>';

async function expectUnharmed(page: Page): Promise<void> {
  expect(await page.evaluate(() => 'broken' in window)).toBe(false);
  // Scripts have a source and images an address of the page's own, if there are any.
  expect(await page.locator('script:not([src]), img[src=x], [onerror], [onload]').count()).toBe(0);
}

test('wrong parameters are shown as text, markup included, and their messages can be dismissed', async ({
  live,
  page,
}) => {
  const query = { ...SMALL, drawing: SCRIPT, lang: IMAGE, theme: IMAGE, model: IMAGE, panels: SCRIPT, lr: '1e999' };
  await live.open(query);
  for (const name of ['drawing', 'lang', 'theme', 'model', 'panels', 'lr'])
    await expect(live.notice(`${name}=`)).toHaveCount(1);
  await expect(live.notice('drawing=')).toContainText(SCRIPT);
  await expect(live.notice('model=')).toContainText(IMAGE);
  await expect(live.notice('model=')).toHaveAttribute('data-kind', 'warning');
  await expectUnharmed(page);
  await live.notice('lr=').getByRole('button', { name: 'Dismiss this message' }).click();
  await expect(live.notice('lr=')).toHaveCount(0);
  await expect(live.notice('model=')).toHaveCount(1);
  await live.startTraining();
});

async function choose(live: LivePage, name: string, mimeType: string, content: string | Buffer): Promise<void> {
  await live.part('image-input').setInputFiles({ name, mimeType, buffer: Buffer.from(content) });
}

/** A header of a PNG alone, of an image that would take forty gigabytes. */
function bomb(): Buffer {
  const file = Buffer.from(png(2, 2, () => [0, 0, 0, 255]));
  file.writeUInt32BE(100_000, 16);
  file.writeUInt32BE(100_000, 20);
  return file;
}

const USE_BOMB = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><g id="a0"><path d="M0 0h9"/></g>${Array.from(
  { length: 20 },
  (_, i) => `<g id="a${i + 1}">${`<use href="#a${i}"/>`.repeat(9)}</g>`,
).join('')}</svg>`;

const REFUSED: readonly (readonly [name: string, type: string, content: string | Buffer, reason: string])[] = [
  [`${IMAGE}.png`, 'image/png', 'no picture at all', 'this browser can’t read it as an image'],
  ['page.png', 'image/png', '<!doctype html><p>a page</p>', 'this browser can’t read it as an image'],
  ['bomb.png', 'image/png', bomb(), 'it is too large (more than 64 million pixels)'],
  ['packed.png', 'image/png', gzipSync(Buffer.alloc(100_000)), 'this browser can’t read it as an image'],
  ['empty.gif', 'image/gif', 'GIF89a\0\0\0\0\0\0\0', 'this browser can’t read it as an image'],
  ['nothing.png', 'image/png', '', 'this browser can’t read it as an image'],
  ['laughs.svg', 'image/svg+xml', '<!DOCTYPE svg [<!ENTITY a "ha">]><svg>&a;</svg>', 'it is too large'],
  ['uses.svg', 'image/svg+xml', USE_BOMB, 'it is too large'],
  [
    'huge.svg',
    'image/svg+xml',
    '<svg xmlns="http://www.w3.org/2000/svg" width="1e6" height="1e6"/>',
    'it is too large',
  ],
];

test('a hostile file is refused by name or drawn as a harmless image; the run continues', async ({
  live,
  page,
  baseURL,
}) => {
  const thirdParties = await refuseThirdParties(page, baseURL ?? '');
  await live.open();
  await live.drawByScript(ONE);
  const drawing = await live.rasterPixels();
  await live.startTraining();

  await test.step('what is no image is refused by name, and the drawing stays', async () => {
    for (const [name, type, content, reason] of REFUSED) {
      await choose(live, name, type, content);
      await expect(live.notice(`${name} can’t go on the pad`)).toContainText(reason);
    }
    expect(await live.rasterPixels()).toEqual(drawing);
    await expectUnharmed(page);
  });

  await test.step('an SVG is drawn; its scripts never run, and nothing is fetched for it', async () => {
    const shape = '<rect width="100" height="100" fill="white"/><path d="M50 15V85" stroke="black" stroke-width="9"/>';
    const hostile = `${SCRIPT}<image href="https://example.org/x.png" width="9" height="9"/><style>@import url(https://example.org/x.css);</style>`;
    const start = '<svg xmlns="http://www.w3.org/2000/svg"';
    for (const [name, svg] of [
      ['with-size.svg', `${start} width="100" height="100" onload="window.broken=1">${shape}${hostile}</svg>`],
      ['without-size.svg', `${start} viewBox="0 0 100 100">${shape}</svg>`],
    ] as const) {
      await choose(live, name, 'image/svg+xml', svg);
      await expect(page.getByText(`From your image ${name}`, { exact: true })).toBeVisible();
      expect((await live.rasterPixels()).some((value) => value > 0)).toBe(true);
    }
    await expectUnharmed(page);
    expect(thirdParties).toEqual([]);
  });

  await test.step('an animated GIF is read by its first frame', async () => {
    await choose(live, 'moving.gif', 'image/gif', animatedGif());
    await expect(page.getByText('From your image moving.gif', { exact: true })).toBeVisible();
    const pixels = await live.rasterPixels();
    expect(pixels.filter((value) => value > 0).length).toBeLessThan(200);
  });

  await expect(live.part('status')).toHaveAttribute('data-state', 'running');
  await live.expectStepsBeyond(await live.step());
});

/** Two frames of 8 × 8: a bar of 2 × 8 on white, then black. GIF89a, uncompressed codes of two bits and a clear each. */
function animatedGif(): Buffer {
  const side = 8;
  const frames = [(x: number) => (x === 3 || x === 4 ? 1 : 0), () => 1];
  const parts = [
    Buffer.from('GIF89a'),
    Buffer.from([side, 0, side, 0, 0x80, 0, 0]),
    Buffer.from([255, 255, 255, 0, 0, 0]),
  ];
  parts.push(Buffer.from([0x21, 0xff, 11]), Buffer.from('NETSCAPE2.0'), Buffer.from([3, 1, 0, 0, 0]));
  for (const colourAt of frames) {
    parts.push(Buffer.from([0x21, 0xf9, 4, 0, 10, 0, 0, 0, 0x2c, 0, 0, 0, 0, side, 0, side, 0, 0, 2]));
    // Codes of three bits: a clear (4) before every pixel keeps them at three, an end (5) at last.
    const codes = Array.from({ length: side * side }, (_, i) => [4, colourAt(i % side)]).flat();
    const bytes = Buffer.alloc(Math.ceil((3 * (codes.length + 1)) / 8));
    [...codes, 5].forEach((code, i) => {
      for (let bit = 0; bit < 3; bit++) {
        const at = 3 * i + bit;
        bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (((code >> bit) & 1) << (at & 7));
      }
    });
    parts.push(Buffer.from([bytes.length]), bytes, Buffer.from([0]));
  }
  return Buffer.concat([...parts, Buffer.from([0x3b])]);
}
