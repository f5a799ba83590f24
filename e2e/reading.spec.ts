/** Pictures, pen strokes and test digits are read correctly, or the page says how far to trust the answer. */
import { Random } from '../src/core/random.ts';
import { SIDE, type Point, type Stroke } from '../src/core/types.ts';
import { alterCanvases } from './support/altered-canvas.ts';
import { needsMnist } from './support/data-routes.ts';
import { SEVEN } from './support/digits.ts';
import { INTERVALS_MS, type LivePage, SMALL, expect, sharedTest as test } from './support/live-page.ts';
import { minutes } from './support/timeouts.ts';
import { png } from './support/png.ts';
import { strokesAlongSkeleton } from './support/skeleton.ts';
import { type TestDigit, testDigits } from './support/test-digits.ts';

const SHIPPED = { ...SMALL, layers: '520,320,240,120', weights: 'pretrained' } as const;
test.use({ query: SHIPPED });

/** Pixels of the pictures' sides. */
const FIELD = 300;

type Colour = readonly [number, number, number, number];
const BLACK: Colour = [0, 0, 0, 255];
const WHITE: Colour = [255, 255, 255, 255];
const NOTHING: Colour = [0, 0, 0, 0];

function between(from: number, to: number, share: number): number {
  return Math.round(from + (to - from) * share);
}

/** The digit at `size` of the field's side and from (x, y) on, both shares of it; each pixel a square. */
function pictureOf({ pixels }: TestDigit, size: number, [x, y]: Point, paper: Colour, ink: Colour): Buffer {
  const side = size * FIELD;
  return png(FIELD, FIELD, (u, v) => {
    const [column, row] = [Math.floor(((u - x * FIELD) / side) * SIDE), Math.floor(((v - y * FIELD) / side) * SIDE)];
    const inside = column >= 0 && row >= 0 && column < SIDE && row < SIDE;
    const share = inside ? (pixels[row * SIDE + column] ?? 0) / 255 : 0;
    const [r, g, b, a] = paper.map((value, i) => between(value, ink[i] ?? 0, share));
    return [r ?? 0, g ?? 0, b ?? 0, a ?? 0];
  });
}

async function choose(live: LivePage, name: string, buffer: Buffer, mimeType = 'image/png'): Promise<void> {
  await live.part('image-input').setInputFiles({ name, mimeType, buffer });
}

/** Chooses a digit's picture and waits until it is on the pad. */
async function show(live: LivePage, name: string, picture: Buffer): Promise<void> {
  await choose(live, name, picture);
  await expect(live.page.getByText(`From your image ${name}`, { exact: true })).toBeVisible();
}

/** The network's answer for the pad once the page shows it: the pen's last ink comes a frame later. */
async function reading(live: LivePage): Promise<number> {
  let digit = Number.NaN;
  const shown = async (): Promise<boolean> => {
    digit = await live.page.evaluate(async () => {
      const { softmaxLive } = window;
      return (await softmaxLive.predict(softmaxLive.raster())).digit;
    });
    return (await live.part('prediction').getAttribute('data-digit')) === String(digit);
  };
  await expect.poll(shown, { intervals: INTERVALS_MS }).toBe(true);
  return digit;
}

/** Writes eight digits of MNIST along their lines and returns how many are read correctly. */
async function readWritten(live: LivePage, write: (strokes: readonly Stroke[]) => Promise<void>): Promise<number> {
  const random = new Random(2);
  let right = 0;
  for (const { label, pixels } of testDigits(8)) {
    const size = random.between(0.4, 1);
    const [left, top] = [random.next() * (1 - size), random.next() * (1 - size)];
    const strokes = strokesAlongSkeleton(pixels).map((stroke): Stroke =>
      stroke.map(([x, y]): Point => [left + size * x, top + size * y]),
    );
    await write(strokes);
    if ((await reading(live)) === label) right++;
    await live.press('Clear');
    await expect(live.part('prediction')).toHaveAttribute('data-digit', '');
  }
  return right;
}

test.describe('digits of MNIST', () => {
  test.describe.configure({ timeout: minutes(5) });
  test.beforeEach(({ request }) => needsMnist(request));

  test('are read from images of any size and place', async ({ live }) => {
    const random = new Random(1);
    const digits = testDigits(12);
    let [right, same] = [0, 0];
    for (const [i, digit] of digits.entries()) {
      const size = random.between(0.4, 1);
      const corner: Point = [random.next() * (1 - size), random.next() * (1 - size)];
      await show(live, `digit-${i}.png`, pictureOf(digit, size, corner, BLACK, WHITE));
      const read = await reading(live);
      const direct = await live.page.evaluate(
        async (pixels) => (await window.softmaxLive.predict(Uint8Array.from(pixels))).digit,
        [...digit.pixels],
      );
      if (read === digit.label) right++;
      if (read === direct) same++;
    }
    expect(right).toBeGreaterThanOrEqual(11);
    expect(same).toBeGreaterThanOrEqual(11);
  });

  test('are read from images of any colours', async ({ live }) => {
    for (const [name, paper, ink] of [
      ['dark on light', WHITE, BLACK],
      ['white on nothing', NOTHING, WHITE],
      ['black on nothing', NOTHING, BLACK],
      ['blue on yellow', [250, 235, 170, 255], [20, 30, 150, 255]],
    ] as const) {
      for (const [i, digit] of testDigits(3).entries()) {
        await show(live, `${name}-${i}.png`, pictureOf(digit, 0.5, [0.4, 0.1], paper, ink));
        expect(await reading(live), `${name}, digit ${i}`).toBe(digit.label);
      }
    }
  });

  test('are read by the deep network as a mouse writes them, of any size and place', async ({ live }) => {
    expect(await readWritten(live, (strokes) => live.draw(strokes))).toBeGreaterThanOrEqual(7);
  });

  test('can be dropped anywhere on the page and pasted into it, also from a page that contains them', async ({
    live,
    page,
  }) => {
    const [first, second, third, fourth, fifth] = testDigits(5);
    for (const [digit, how, where] of [
      [first, 'drop', '[data-testid="draw-pad"]'],
      [second, 'paste', '[data-testid="draw-pad"]'],
      [third, 'drop', '#prediction'],
      [fourth, 'drop', '#softmax'],
      [fifth, 'drop from a page', '#prediction'],
    ] as const) {
      if (!digit) throw new Error('five digits');
      const base64 = pictureOf(digit, 0.6, [0.2, 0.2], WHITE, BLACK).toString('base64');
      await page.locator(where).evaluate(
        (element, given) => {
          const bytes = Uint8Array.from(atob(given.base64), (letter) => letter.charCodeAt(0));
          const transfer = new DataTransfer();
          if (given.how === 'drop from a page') transfer.setData('text/html', `<img src="${given.address}">`);
          else transfer.items.add(new File([bytes], 'digit.png', { type: 'image/png' }));
          const init = { bubbles: true, cancelable: true };
          element.dispatchEvent(
            given.how !== 'paste'
              ? new DragEvent('drop', { ...init, dataTransfer: transfer })
              : new ClipboardEvent('paste', { ...init, clipboardData: transfer }),
          );
        },
        { base64, address: `data:image/png;base64,${base64}`, how },
      );
      const name = how === 'drop from a page' ? 'image.png' : 'digit.png';
      await expect(page.getByText(`From your image ${name}`)).toBeVisible();
      expect(await reading(live)).toBe(digit.label);
      await live.press('Clear');
    }
  });
});

/** Two strokes of a pen, upright, on a picture of 300 × 300 pixels. */
const isEleven = (x: number, y: number): boolean =>
  y > 60 && y < 240 && (Math.abs(x - 100) < 9 || Math.abs(x - 170) < 9);

test.describe('on the pad,', () => {
  test('two digits, drawn or on a picture, are named as such, and a 4 of two strokes is not', async ({ live }) => {
    const two = [SEVEN, SEVEN].flatMap((strokes, i) =>
      strokes.map((stroke): Stroke => stroke.map(([x, y]): Point => [0.5 * i + 0.45 * x, 0.2 + 0.5 * y])),
    );
    await live.drawByScript(two);
    await expect(live.part('certainty')).toHaveAttribute('data-verdict', 'several');
    await expect(live.part('certainty')).toContainText('more than one digit');
    await live.page.evaluate(() => window.softmaxLive.clear());
    await live.drawByScript([
      [
        [0.35, 0.1],
        [0.2, 0.6],
        [0.65, 0.6],
      ],
      [
        [0.75, 0.2],
        [0.7, 0.9],
      ],
    ]);
    await expect(live.part('certainty')).toHaveAttribute('data-verdict', /^(?!several|$)/);
    await show(
      live,
      'eleven.png',
      png(300, 300, (x, y) => (isEleven(x, y) ? BLACK : WHITE)),
    );
    await expect(live.part('certainty')).toHaveAttribute('data-verdict', 'several');
  });

  test('an SVG without width and height is read', async ({ live }) => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28"><path d="M6 5h15L11 24" fill="none" stroke="#123" stroke-width="3"/></svg>';
    await choose(live, 'seven.svg', Buffer.from(svg), 'image/svg+xml');
    await expect(live.page.getByText('From your image seven.svg', { exact: true })).toBeVisible();
    expect(await reading(live)).toBe(7);
  });

  test('a file that is no image is named, and the drawing stays', async ({ live }) => {
    await live.drawByScript(SEVEN);
    const before = await live.rasterPixels();
    await choose(live, 'notes.png', Buffer.from('no picture'));
    await expect(live.notice('notes.png can’t go on the pad: this browser can’t read it as an image')).toBeVisible();
    await choose(live, 'empty.png', Buffer.alloc(0));
    await expect(live.notice('empty.png can’t go on the pad')).toBeVisible();
    await choose(
      live,
      'paper.png',
      png(40, 40, () => WHITE),
    );
    await expect(live.notice('paper.png can’t go on the pad: no digit stands out from the background')).toBeVisible();
    const sizeless = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="0" height="0"/>');
    await choose(live, 'nothing.svg', sizeless, 'image/svg+xml');
    await expect(live.notice('nothing.svg can’t go on the pad')).toBeVisible();
    expect(await live.rasterPixels()).toEqual(before);
  });

  test('an image is read past altered lowest bits, but not from noise or blanks that the browser returns', async ({
    live,
    page,
  }) => {
    const [digit] = testDigits(1);
    if (!digit) throw new Error('one digit');
    const picture = pictureOf(digit, 0.6, [0.2, 0.2], WHITE, BLACK);
    const restore = await alterCanvases(page, 'lowest bits');
    await show(live, 'bits.png', picture);
    expect(await reading(live)).toBe(digit.label);
    await restore();
    for (const kind of ['noise', 'white'] as const) {
      const end = await alterCanvases(page, kind);
      await choose(live, `${kind}.png`, picture);
      await expect(live.notice(`${kind}.png can’t go on the pad: against tracking`)).toBeVisible();
      await expect(page.getByText('From your image bits.png', { exact: true })).toBeVisible();
      await end();
    }
    await live.press('Clear');
  });

  test('a picture that is too large is refused before it fills the memory', async ({ live }) => {
    const huge = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="20000" height="20000"/>');
    await choose(live, 'huge.svg', huge, 'image/svg+xml');
    await expect(
      live.notice('huge.svg can’t go on the pad: it is too large (more than 64 million pixels)'),
    ).toBeVisible();
  });

  test('a dot, a filled square and a zigzag get an answer and a warning about it', async ({ live }) => {
    const square: Stroke = Array.from({ length: 40 }, (_, i): Point => [i % 2 ? 0.75 : 0.25, 0.25 + i / 80]);
    const zigzag: Stroke = Array.from({ length: 7 }, (_, i): Point => [i % 2 ? 0.8 : 0.2, 0.2 + i / 10]);
    for (const [strokes, verdict, words] of [
      [[[[0.5, 0.5]]], 'too-little-ink', 'with so little ink'],
      [[square], 'too-much-ink', 'with so much ink'],
      [[zigzag], 'too-long', 'with so long an outline'],
    ] as const) {
      await live.page.evaluate(() => window.softmaxLive.clear());
      await live.drawByScript(strokes);
      await expect(live.part('certainty')).toHaveAttribute('data-verdict', verdict);
      await expect(live.part('certainty')).toContainText(words);
      await expect(live.part('prediction')).toHaveAttribute('data-digit', /^\d$/);
    }
    await live.part('certainty').getByText('How sure, in numbers').click();
    for (const name of ['Margin', 'Entropy', 'Largest logit', 'Ink']) {
      await expect(live.part('certainty').locator('dt').filter({ hasText: name })).toBeVisible();
    }
    await live.press('Clear');
    await expect(live.part('certainty')).toHaveAttribute('data-verdict', '');
    await expect(live.part('certainty').locator('dt').filter({ hasText: 'Margin –' })).toBeVisible();
    // Still open for the next drawing, which a reader may want to compare.
    await live.drawByScript([[[0.5, 0.5]]]);
    await expect(live.part('certainty').locator('dt').filter({ hasText: 'Margin' })).toContainText('%');
  });
});

test('a test digit is never marked right or wrong by the prediction for the one before it', async ({ live, page }) => {
  // Each verdict with the image that is on the pad at that moment.
  await page.evaluate(() => {
    const verdicts: string[] = [];
    Object.assign(window, { verdicts });
    new MutationObserver(() => {
      const outputs = Array.from(document.querySelectorAll('#draw output'), ({ textContent }) => textContent);
      const right = document.querySelector('#prediction [data-right]')?.getAttribute('data-right');
      if (right) verdicts.push(`${outputs.join('')} ${right}`);
    }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  });
  const caption = page.locator('#draw output').filter({ hasText: 'Test image' });
  const truths = new Set<string>();
  for (let i = 0; i < 6; i++) {
    const predicted = page.evaluate(
      () => new Promise<void>((resolve) => void window.softmaxLive.on('prediction', () => resolve())),
    );
    await live.press('Random test digit');
    await predicted;
    const words = await caption.innerText();
    const right = await page.evaluate(
      async (label) => (await window.softmaxLive.predict(window.softmaxLive.raster())).digit === label,
      Number(words.at(-1)),
    );
    await expect(page.locator('#prediction [data-right]')).toHaveAttribute('data-right', String(right));
    truths.add(`${words} ${right}`);
  }
  const seen = await page.evaluate(() => (window as unknown as { readonly verdicts: readonly string[] }).verdicts);
  expect(new Set(seen)).toEqual(truths);
});

test.describe('with the CNN', () => {
  test.use({ query: { ...SHIPPED, model: 'cnn' } });

  test('digits of MNIST are read as a pen writes them, of any size and place', async ({ live, request }) => {
    test.setTimeout(minutes(5));
    await needsMnist(request);
    expect(await readWritten(live, (strokes) => live.drawByScript(strokes))).toBe(8);
  });
});
