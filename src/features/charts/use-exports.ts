/** Saves the charts as pictures and the run as CSV. */
import { altersPixels } from '../../components/canvas-check.ts';
import { saveFile } from '../../components/save-file.ts';
import { defaultConfig, type RunConfig } from '../../core/config.ts';
import { useFormat, useLanguage, useMessages } from '../../i18n/use-messages.ts';
import { useSession } from '../../store/session.ts';
import { decimalsOf, type Scale } from './axis.ts';
import { HEIGHT_PX, WIDTH_PX, chartSvg, type ChartPicture, type Palette } from './chart-svg.ts';
import { batchesCsv, epochsCsv } from './csv.ts';
import { fileName, isoDate } from './file-name.ts';
import { accuracyCurve, lossCurve, selectAccuracy, selectLoss } from './run-curves.ts';

const CSV = 'text/csv;charset=utf-8';

type ChartName = 'loss' | 'accuracy';

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
      else
        session.attempt(async () => {
          const png = await svgToPng(svg, WIDTH_PX, HEIGHT_PX);
          if (png) save(png, `${chart}.png`, 'image/png');
          else session.notify({ kind: 'warning', code: 'png-altered', params: {} });
        });
    },
    saveBatches() {
      const { lossSeries, accuracySeries, run } = store.getState();
      save(batchesCsv(lossSeries, accuracySeries, run.stepsPerEpoch), 'batches.csv', CSV);
    },
    saveEpochs: () => save(epochsCsv(store.getState().epochs), 'epochs.csv', CSV),
  };
}

/** The returned function reads the run when it is called. `scale`: of the losses. */
function usePictures(scale: Scale): (chart: ChartName, palette: Palette) => ChartPicture {
  const { charts, exports: text, training } = useMessages();
  const format = useFormat();
  const language = useLanguage();
  const { store } = useSession();

  const footer = (config: RunConfig): string => {
    const { model, optimizer, lr, momentum, batch, seed } = config;
    const name = training.optimizers[optimizer];
    return text.footer(
      training.models[model],
      optimizer === 'sgd' ? `${name} (${training.momentum} ${format.plain(momentum)})` : name,
      format.plain(lr),
      format.integer(batch),
      String(seed),
      isoDate(new Date()),
    );
  };

  return (chart, palette) => {
    const state = store.getState();
    const common = {
      footer: footer(state.model?.config ?? defaultConfig()),
      xLabel: charts.epochAxis,
      legend: { train: charts.smoothed, range: charts.range, test: charts.test },
      formatX: (value: number) => format.plain(value),
      palette,
      language,
    };
    if (chart === 'accuracy') {
      const curve = accuracyCurve(selectAccuracy(state));
      const formatY = (value: number) => format.percent(value, 0);
      return { ...common, curve, scale: 'linear', ranges: false, title: charts.accuracy, formatY };
    }
    const curve = lossCurve(selectLoss(state), scale);
    const decimals = decimalsOf(curve.yAxis);
    const formatY = (value: number) => (scale === 'log' ? format.plain(value) : format.decimal(value, decimals));
    return { ...common, curve, scale, ranges: true, title: charts.loss, formatY };
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

/**
 * Drawn by the browser; `width` × `height` in CSS pixels. Null where the browser alters pixels; rejects where it can't be
 * drawn.
 */
async function svgToPng(svg: string, width: number, height: number): Promise<Blob | null> {
  const image = new Image(width * SCALE, height * SCALE);
  // A data URL needs no release, unlike a blob's.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width * SCALE;
  canvas.height = height * SCALE;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser gives no canvas to draw the picture on');
  if (altersPixels(context, canvas.width, canvas.height)) return null;
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/png');
  });
  if (!blob) throw new Error('This browser could not make a PNG of the picture');
  return blob;
}
