/** Saves the charts as pictures and the run as CSV. */
import { saveFile } from '../../components/save-file.ts';
import { useSession } from '../../store/session.ts';
import type { Scale } from './axis.ts';
import { HEIGHT_PX, WIDTH_PX, chartSvg, type Palette } from './chart-svg.ts';
import { batchesCsv, epochsCsv } from './csv.ts';
import { fileName } from './file-name.ts';
import { usePictures, type ChartName } from './use-pictures.ts';

const CSV = 'text/csv;charset=utf-8';

export interface Exports {
  readonly saveChart: (chart: ChartName, format: 'PNG' | 'SVG') => void;
  readonly saveBatches: () => void;
  readonly saveEpochs: () => void;
}

/** `scale`: of the losses. `onSaved` is called after each file. */
export function useExports(scale: Scale, onSaved: () => void): Exports {
  const session = useSession();
  const { store } = session;
  const picture = usePictures(scale);
  const save = (content: BlobPart, what: string, type: string): void => {
    const model = store.getState().model?.model ?? 'mlp';
    saveFile({ content, name: fileName(model, what), type }, session);
    onSaved();
  };
  return {
    saveChart(chart, format) {
      const svg = chartSvg(picture(chart, paletteOf(document.body)));
      if (format === 'SVG') save(svg, `${chart}.svg`, 'image/svg+xml');
      else session.attempt(async () => save(await svgToPng(svg, WIDTH_PX, HEIGHT_PX), `${chart}.png`, 'image/png'));
    },
    saveBatches() {
      const { lossSeries, accuracySeries, run } = store.getState();
      save(batchesCsv(lossSeries, accuracySeries, run.stepsPerEpoch), 'batches.csv', CSV);
    },
    saveEpochs: () => save(epochsCsv(store.getState().epochs), 'epochs.csv', CSV),
  };
}

const TOKENS: Readonly<Record<keyof Palette, string>> = {
  surface: '--surface',
  text: '--text',
  muted: '--text-muted',
  line: '--line',
  train: '--train',
  test: '--test',
};

/** The tokens' colours in the current theme. A custom property itself resolves to `light-dark(…)` with both colours. */
function paletteOf(element: Element): Palette {
  const probe = document.createElement('span');
  probe.hidden = true;
  element.append(probe);
  const resolve = (token: string): string => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  try {
    return {
      surface: resolve(TOKENS.surface),
      text: resolve(TOKENS.text),
      muted: resolve(TOKENS.muted),
      line: resolve(TOKENS.line),
      train: resolve(TOKENS.train),
      test: resolve(TOKENS.test),
    };
  } finally {
    probe.remove();
  }
}

/** Pixels of the PNG for each CSS pixel, for high-density screens and print. */
const SCALE = 2;

/** Drawn by the browser; `width` × `height` in CSS pixels. Rejects where it can't be drawn. */
async function svgToPng(svg: string, width: number, height: number): Promise<Blob> {
  const image = new Image(width * SCALE, height * SCALE);
  // A data URL needs no release, unlike a blob's.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width * SCALE;
  canvas.height = height * SCALE;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser gives no canvas to draw the picture on');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/png');
  });
  if (!blob) throw new Error('This browser could not make a PNG of the picture');
  return blob;
}
