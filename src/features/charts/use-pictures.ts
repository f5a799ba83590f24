/** The content of a chart's picture, in the reader's language. */
import { defaultConfig, type RunConfig } from '../../core/config.ts';
import { useFormat, useLanguage, useMessages } from '../../i18n/use-messages.ts';
import { useSession } from '../../store/session.ts';
import { decimalsOf, type Scale } from './axis.ts';
import { accuracyCurve, lossCurve, selectAccuracy, selectLoss } from './run-curves.ts';
import type { ChartPicture, Palette } from './chart-svg.ts';
import { isoDate } from './file-name.ts';

export type ChartName = 'loss' | 'accuracy';

/** The returned function reads the run when it is called. `scale`: of the losses. */
export function usePictures(scale: Scale): (chart: ChartName, palette: Palette) => ChartPicture {
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
