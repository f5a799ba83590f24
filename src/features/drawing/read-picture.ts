/**
 * An image file as pixels of a bounded size. The browser decodes it as an image: an animation gives its first frame, an
 * SVG runs no scripts and fetches nothing. The size is checked before decoding: in the file's header for known formats,
 * and then as the browser reports it, which has read only the header when an image loads.
 */
import { altersPixels } from '../../components/canvas-check.ts';
import { createLoader } from '../../components/load-part.ts';
import { type FileKind, kindOf } from '../../core/file-kind.ts';
import { isSvgBomb, pictureSize, type PictureSize, svgWithSize } from '../../core/image-size.ts';
import type { DigitReading } from '../../core/picture.ts';
import { LEAST_PICTURE_SIDE, PICTURE_LIMITS, PICTURE_SIDE } from '../../core/picture-limits.ts';
import type { PictureProblem } from '../../core/notices.ts';

/** A photograph's size is within these bytes, after the camera's metadata. */
const HEADER_BYTES = 256 * 1024;
/** Reading lasts longer; other work of the page, such as input, gets its turn this often. */
const SLICE_MS = 12;

const loadReader = createLoader(
  () => import('../../core/picture.ts'),
  ({ readDigit }) => readDigit,
);

export class PictureError extends Error {
  override readonly name = 'PictureError';
  readonly problem: PictureProblem;
  readonly kind: FileKind;
  constructor(problem: PictureProblem, message: string, options: ErrorOptions & { readonly kind?: FileKind } = {}) {
    super(message, options);
    this.problem = problem;
    this.kind = options.kind ?? 'unknown';
  }
}

/** The digit in `file` as the network sees it; rejects with a `PictureError`. */
export async function readPicture(file: Blob): Promise<DigitReading> {
  if (file.size > PICTURE_LIMITS.bytes) throw new PictureError('too-many-bytes', `${file.size} bytes`);
  const kind = await knownKind(file);
  const [{ data, width, height }, readDigit] = await Promise.all([checkAndDecode(file, kind), loadReader()]);
  const reading = await inSlices(readDigit(data, width, height));
  if (!reading) throw new PictureError('blank', 'nothing stands out from the background');
  return reading;
}

/** The same of the picture at this address. */
export async function readPictureAt(address: URL): Promise<DigitReading> {
  return readPicture(await fetchPicture(address));
}

async function inSlices<T>(steps: Generator<void, T>): Promise<T> {
  let end = performance.now() + SLICE_MS;
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() < end) continue;
    // Other tasks get their turn only between two steps.
    // oxlint-disable-next-line no-await-in-loop
    await new Promise((resolve) => setTimeout(resolve));
    end = performance.now() + SLICE_MS;
  }
}

async function fetchPicture(address: URL): Promise<Blob> {
  try {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`the host answered with ${response.status}`);
    return await response.blob();
  } catch (cause) {
    throw new PictureError('unreadable', 'the browser could not fetch it', { cause });
  }
}

async function knownKind(file: Blob): Promise<FileKind> {
  try {
    return await kindOf(file);
  } catch (cause) {
    throw new PictureError('unreadable', 'a folder, or a file that is gone', { cause });
  }
}

async function checkAndDecode(file: Blob, kind: FileKind): Promise<ImageData> {
  if (kind === 'svg') return decode(await checkedSvg(file), kind);
  const size = pictureSize(new Uint8Array(await file.slice(0, HEADER_BYTES).arrayBuffer()));
  if (size) checkSize(size);
  return decode(file, kind);
}

/** With a size, without which Firefox draws nothing (https://bugzilla.mozilla.org/show_bug.cgi?id=700533). */
async function checkedSvg(file: Blob): Promise<Blob> {
  if (file.size > PICTURE_LIMITS.svgBytes) throw new PictureError('too-much-svg', `an SVG of ${file.size} bytes`);
  const svg = await file.text();
  if (isSvgBomb(svg)) throw new PictureError('svg-bomb', 'an SVG that multiplies its own parts');
  return new Blob([svgWithSize(svg)]);
}

function checkSize({ width, height }: PictureSize): void {
  if (width === 0 || height === 0) throw new PictureError('unreadable', 'an image without a size');
  if (width * height > PICTURE_LIMITS.pixels) throw new PictureError('too-many-pixels', `${width} × ${height} pixels`);
}

async function decode(file: Blob, kind: FileKind): Promise<ImageData> {
  // Browsers find out the format by the content, except that SVG must be declared and nothing else may be declared so.
  const declared = file.slice(0, file.size, kind === 'svg' ? 'image/svg+xml' : '');
  const address = URL.createObjectURL(declared);
  try {
    const image = await load(address);
    const size = { width: image.naturalWidth, height: image.naturalHeight };
    checkSize(size);
    return pixelsOf(kind === 'svg' ? image : await scaled(declared, size), size);
  } catch (cause) {
    if (cause instanceof PictureError) throw cause;
    throw new PictureError('unreadable', 'not an image that this browser can read', { cause, kind });
  } finally {
    URL.revokeObjectURL(address);
  }
}

function load(address: string): Promise<HTMLImageElement> {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.addEventListener('load', () => resolve(image));
    image.addEventListener('error', () => reject(new Error('the browser could not load it')));
    image.src = address;
  });
}

function targetSize({ width, height }: PictureSize): PictureSize {
  const longer = Math.max(width, height);
  const scale = Math.min(PICTURE_SIDE / longer, Math.max(1, LEAST_PICTURE_SIDE / longer));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Drawing a photograph on a canvas would decode and scale it in this thread. An SVG cannot become a bitmap this way. */
function scaled(file: Blob, size: PictureSize): Promise<ImageBitmap> {
  const { width, height } = targetSize(size);
  return createImageBitmap(file, { resizeWidth: width, resizeHeight: height, resizeQuality: 'high' });
}

function pixelsOf(image: CanvasImageSource, size: PictureSize): ImageData {
  const { width, height } = targetSize(size);
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new PictureError('unreadable', 'the browser gives no canvas to read it with');
  checkReading(context, width, height);
  context.clearRect(0, 0, width, height);
  context.drawImage(image, 0, 0, width, height);
  const pixels = context.getImageData(0, 0, width, height);
  // Again, since a protection may spare the first reading.
  checkReading(context, width, height);
  return pixels;
}

function checkReading(context: CanvasRenderingContext2D, width: number, height: number): void {
  if (altersPixels(context, width, height)) throw new PictureError('altered', 'the browser alters pixels');
}
