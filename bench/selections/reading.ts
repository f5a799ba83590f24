/**
 * How well the page reads drawings, with the shipped weights: MNIST's test digits as images of random size and place,
 * and written by a pen along their skeletons, against the same digits fed to the network directly.
 */
import { strokesAlongSkeleton } from '../../e2e/support/skeleton.ts';
import { loadMnist } from '../../scripts/lib/load-mnist.ts';
import { MODELS, type ModelName } from '../../src/core/config.ts';
import { readDigitAtOnce } from '../../src/core/picture.ts';
import { Random } from '../../src/core/random.ts';
import { rasterFromStrokes } from '../../src/core/strokes.ts';
import { PIXELS, type Point, SIDE } from '../../src/core/types.ts';
import { activateInNode } from '../../src/engine/backends/activate-in-node.ts';
import type { ImageSet } from '../../src/engine/data/dataset.ts';
import { evaluateAll } from '../../src/engine/training/evaluate.ts';
import { loadShipped } from '../lib/load-shipped.ts';
import type { Options } from '../lib/options.ts';
import type { Outcome } from '../lib/outcome.ts';
import { sampleImage } from '../lib/sample-image.ts';
import { markdownTable } from '../lib/table.ts';

/** Side of the pad in pixels. */
const PAD = 280;
/** Of the pad's side. */
const SMALLEST = 0.4;

const percent = (value: number): string => `${(100 * value).toFixed(2)} %`;

interface Row {
  readonly model: ModelName;
  readonly direct: number;
  readonly image: number;
  readonly pen: number;
}

export async function measureReading({ quick }: Options): Promise<Outcome> {
  const deactivate = await activateInNode('wasm');
  const { test } = await loadMnist();
  const total = quick ? 1000 : test.total;
  const random = new Random(0);
  const image = rasters(test, total, (pixels) => throughPicture(pixels, random));
  const pen = rasters(test, total, (pixels) => throughPen(pixels, random));
  const rows: Row[] = [];
  for (const model of MODELS) {
    // One after the other: TensorFlow.js has one backend.
    // oxlint-disable-next-line no-await-in-loop
    const network = await loadShipped(model);
    const accuracy = async (images: Uint8Array): Promise<number> => {
      const set = { images, labels: test.labels, total, loaded: total, whenLoaded: () => Promise.resolve() };
      return (await evaluateAll(network, set)).accuracy;
    };
    // oxlint-disable-next-line no-await-in-loop
    rows.push({ model, direct: await accuracy(test.images), image: await accuracy(image), pen: await accuracy(pen) });
    network.dispose();
  }
  deactivate();
  const table = markdownTable<Row>(
    [
      { title: 'model', value: ({ model }) => model },
      { title: 'directly', value: ({ direct }) => percent(direct) },
      { title: 'as an image', value: (row) => percent(row.image) },
      { title: 'by a pen', value: (row) => percent(row.pen) },
    ],
    rows,
  );
  const text = `### reading\n\n${total} test digits, at 40 to 100 % of the pad, anywhere on it.\n\n${table}`;
  return { text, data: { total, rows } };
}

/** An image without ink stays blank; about nine in ten of those count as read wrongly. */
function rasters(set: ImageSet, total: number, make: (pixels: Uint8Array) => Uint8Array | null): Uint8Array {
  const made = new Uint8Array(total * PIXELS);
  for (let i = 0; i < total; i++) {
    const raster = make(set.images.subarray(i * PIXELS, (i + 1) * PIXELS));
    if (raster) made.set(raster, i * PIXELS);
  }
  return made;
}

function place(random: Random): { readonly size: number; readonly x: number; readonly y: number } {
  const size = random.between(SMALLEST, 1);
  return { size, x: random.next() * (1 - size), y: random.next() * (1 - size) };
}

/** Enlarged onto black by linear interpolation, as a browser does. */
function throughPicture(pixels: Uint8Array, random: Random): Uint8Array | null {
  const { size, x, y } = place(random);
  const [left, top, side] = [Math.round(x * PAD), Math.round(y * PAD), Math.round(size * PAD)];
  const rgba = new Uint8ClampedArray(4 * PAD * PAD);
  for (let i = 3; i < rgba.length; i += 4) rgba[i] = 255;
  for (let v = 0; v < side; v++)
    for (let u = 0; u < side; u++) {
      const value = sampleImage(pixels, ((u + 0.5) / side) * SIDE - 0.5, ((v + 0.5) / side) * SIDE - 0.5);
      const at = 4 * ((top + v) * PAD + left + u);
      rgba.fill(value, at, at + 3);
    }
  return readDigitAtOnce(rgba, PAD, PAD)?.raster ?? null;
}

function throughPen(pixels: Uint8Array, random: Random): Uint8Array | null {
  const { size, x, y } = place(random);
  const strokes = strokesAlongSkeleton(pixels);
  return rasterFromStrokes(strokes.map((stroke) => stroke.map(([u, v]): Point => [x + size * u, y + size * v])));
}
