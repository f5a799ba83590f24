/** The frame of one chart: title, legend with the latest values, and a plot of fixed height. */
import { useId, type RefObject } from 'react';
import type { Elements } from '../../components/elements.ts';
import { createLoader } from '../../components/load-part.ts';
import { useLoaded } from '../../components/use-loaded.ts';
import { useMessages } from '../../i18n/use-messages.ts';
import type { CurveChartProps } from './curve-chart.tsx';
import styles from './chart-figure.module.css';

const loadChart = createLoader(
  () => import('./curve-chart.tsx'),
  ({ CurveChart }) => CurveChart,
);

export interface ChartFigureProps {
  readonly ref: RefObject<HTMLElement | null>;
  readonly testId: string;
  /** Whether the curve usually rises, for the placeholder. */
  readonly rises?: boolean;
  readonly title: string;
  /** The chart in one or two sentences, for screen readers. */
  readonly summary: string;
  /** The latest values, formatted; null until there is one. */
  readonly training: string | null;
  readonly test: string | null;
  /** Controls at the right of the title. */
  readonly controls?: Elements;
  /** Null while there is nothing to draw. */
  readonly chart: CurveChartProps | null;
}

export function ChartFigure(props: ChartFigureProps) {
  const { ref, testId, rises = false, title, summary, training, test, controls, chart } = props;
  const { charts } = useMessages();
  const titleId = useId();
  const points = chart ? chart.points.length + chart.tests.length : 0;
  return (
    <figure className={styles['figure']} ref={ref} data-testid={testId} data-points={points} aria-labelledby={titleId}>
      <figcaption>
        <div className={styles['head']}>
          <h3 className={styles['title']} id={titleId}>
            {title}
          </h3>
          {controls}
        </div>
        <p className={styles['summary']}>{summary}</p>
        <dl className={styles['legend']}>
          <div>
            <dt className={styles['entry']}>
              <svg className={styles['trainKey']} viewBox="0 0 24 12" aria-hidden="true">
                {chart?.ranges === true && <rect x="0" y="1" width="24" height="10" />}
                <line x1="0" y1="6" x2="24" y2="6" />
              </svg>
              <span>{charts.training}</span>
            </dt>
            <dd translate="no">{training ?? '–'}</dd>
          </div>
          <div>
            <dt className={styles['entry']}>
              <svg className={styles['testKey']} viewBox="0 0 24 12" aria-hidden="true">
                <line x1="0" y1="6" x2="24" y2="6" />
                <circle cx="12" cy="6" r="3.5" />
              </svg>
              <span>{charts.test}</span>
            </dt>
            <dd translate="no">{test ?? '–'}</dd>
          </div>
        </dl>
      </figcaption>
      <div className={styles['plot']}>{chart ? <LoadedChart {...chart} /> : <EmptyCurve rises={rises} />}</div>
    </figure>
  );
}

function LoadedChart(props: CurveChartProps) {
  const loaded = useLoaded(loadChart);
  return loaded && <loaded.Component {...props} />;
}

/** In place of the curve until there is one: the shape that it usually takes, and when it will appear. */
function EmptyCurve({ rises }: { readonly rises: boolean }) {
  const { charts } = useMessages();
  return (
    <div className={styles['empty']} data-rises={rises}>
      <svg viewBox="0 0 100 50" preserveAspectRatio="none" aria-hidden="true">
        <path d="M2 7 C 5 7 6 7 8 14 C 12 32 14 40 28 42.5 C 45 44.5 70 45.5 98 46" vectorEffect="non-scaling-stroke" />
      </svg>
      <p>{charts.empty}</p>
    </div>
  );
}
