/** A browser that alters the pixels which pages read from a canvas, as protections against fingerprinting do. */
import type { Page } from '@playwright/test';

const ALTERATIONS = {
  'lowest bits': (byte: number) => byte ^ 1,
  noise: () => Math.floor(256 * Math.random()),
  white: () => 255,
};

/** The returned function ends it. */
export async function alterCanvases(page: Page, kind: keyof typeof ALTERATIONS): Promise<() => Promise<void>> {
  const patch = await page.evaluateHandle(`(() => {
    const prototype = CanvasRenderingContext2D.prototype;
    const { getImageData } = prototype;
    prototype.getImageData = function (...args) {
      const image = getImageData.apply(this, args);
      image.data.set(image.data.map(${ALTERATIONS[kind].toString()}));
      return image;
    };
    return { end: () => { prototype.getImageData = getImageData; } };
  })()`);
  return async () => {
    await page.evaluate('(patch) => patch.end()', patch);
  };
}
