/** Colours as the browser computes and paints them. */
import type { Locator, Page } from '@playwright/test';

type Rgb = readonly [number, number, number];

/** The contrast of two colours (WCAG 2.2). */
export function contrast(a: Rgb, b: Rgb): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: Rgb): number {
  const [red = 0, green = 0, blue = 0] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** `rgb(1, 2, 3)`, as browsers compute it. Other colours, `none` among them, throw. */
export function parseRgb(computed: string): Rgb {
  const [, red, green, blue] = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(computed) ?? [];
  if (blue === undefined) throw new Error(`Not an opaque colour: ${computed}`);
  return [Number(red), Number(green), Number(blue)];
}

/** The colours on the screen at points of an element, in shares of its width and height. */
export async function paintedAt(
  element: Locator,
  points: readonly (readonly [number, number])[],
): Promise<readonly Rgb[]> {
  const picture = (await element.screenshot()).toString('base64');
  return element.evaluate(
    async (_, given) => {
      const image = new Image();
      image.src = `data:image/png;base64,${given.picture}`;
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height);
      const context = canvas.getContext('2d');
      context?.drawImage(image, 0, 0);
      return given.points.map(([x, y]): [number, number, number] => {
        const pixel = context?.getImageData(Math.floor(x * image.width), Math.floor(y * image.height), 1, 1).data;
        return [pixel?.[0] ?? 0, pixel?.[1] ?? 0, pixel?.[2] ?? 0];
      });
    },
    { picture, points },
  );
}

/** Contrast, as painted, of the ink of a zero on the pad (`ZERO`) and the paper within it. */
export async function inkContrast(pad: Locator): Promise<number> {
  const [ink = [0, 0, 0], paper = [0, 0, 0]] = await paintedAt(pad, [
    [0.5, 0.18],
    [0.5, 0.5],
  ]);
  return contrast(ink, paper);
}

const CHART = '[data-testid="loss-chart"] svg';

/** Where a mark is, and the property that colours it. */
const MARKS = {
  'smoothed line': [`${CHART} g[class*="train"] path:last-of-type`, 'stroke'],
  'dot of a test': [`${CHART} g[class*="test"] circle`, 'fill'],
  bar: ['[data-winner="false"] [class*="fill"]', 'background-color'],
  'bar of the answer': ['[data-winner="true"] [class*="fill"]', 'background-color'],
  progress: ['[data-testid="progress"] [class*="fill"]', 'background-color'],
} as const;

/** The contrasts of curves and bars with the surface behind them. Throws where one is not visible. */
export async function markContrasts(page: Page): Promise<readonly (readonly [mark: string, contrast: number])[]> {
  const selectors = [...Object.values(MARKS), ['#charts', 'background-color']] as const;
  const colours = await page.evaluate(
    (all) =>
      all.map(([selector, property]) => {
        const element = document.querySelector(selector);
        return element ? getComputedStyle(element).getPropertyValue(property) : `nothing at ${selector}`;
      }),
    selectors,
  );
  const surface = parseRgb(colours.at(-1) ?? '');
  return Object.keys(MARKS).map((mark, i) => [mark, contrast(parseRgb(colours[i] ?? ''), surface)]);
}
