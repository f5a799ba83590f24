/**
 * A file, whatever it claims to be, as pixels of a bounded size. The browser decodes it as an image, so that of an
 * animation the first frame counts and an SVG's scripts never run.
 */
import { inkFromPicture } from '../../core/picture.ts';
import { rasterFromInk } from '../../core/raster.ts';
import type { PictureProblem } from '../../core/notices.ts';

const MAX_BYTES = 32 * 2 ** 20;
const MAX_PIXELS = 64e6;
/** Longer sides are scaled down to this: much finer than 28×28 needs, even where the digit fills a corner only. */
const MAX_SIDE = 512;

export class PictureError extends Error {
  override readonly name = 'PictureError';
  readonly problem: PictureProblem;
  constructor(problem: PictureProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
  }
}

/** The 784 bytes that the network sees of the digit in `file`; rejects with a `PictureError`. */
export async function readPicture(file: Blob): Promise<Uint8Array> {
  if (file.size > MAX_BYTES) throw new PictureError('too-large', `${file.size} bytes`);
  const { data, width, height } = await decode(file);
  const ink = inkFromPicture(data, width, height);
  const raster = ink && rasterFromInk(ink, width, height);
  if (!raster) throw new PictureError('blank', 'nothing stands out from the background');
  return raster;
}

async function decode(file: Blob): Promise<ImageData> {
  const address = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = address;
    await image.decode().catch((cause: unknown) => {
      throw new PictureError('unreadable', 'not an image that this browser can read', { cause });
    });
    return pixelsOf(image);
  } finally {
    URL.revokeObjectURL(address);
  }
}

function pixelsOf(image: HTMLImageElement): ImageData {
  const { naturalWidth, naturalHeight } = image;
  if (naturalWidth === 0 || naturalHeight === 0) throw new PictureError('unreadable', 'an image without a size');
  if (naturalWidth * naturalHeight > MAX_PIXELS)
    throw new PictureError('too-large', `${naturalWidth} × ${naturalHeight} pixels`);
  const scale = Math.min(1, MAX_SIDE / Math.max(naturalWidth, naturalHeight));
  const width = Math.max(1, Math.round(naturalWidth * scale));
  const height = Math.max(1, Math.round(naturalHeight * scale));
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new PictureError('unreadable', 'the browser gives no canvas to read it with');
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}
