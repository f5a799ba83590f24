import { nearestIndex } from '../../core/nearest-index.ts';
import { useFormat, useMessages } from '../../i18n/use-messages.ts';
import { lastUpTo, type CurvePoint, type TestPoint } from './curve.ts';
import styles from './curve-tooltip.module.css';

export interface CurveTooltipProps {
  readonly points: readonly CurvePoint[];
  readonly tests: readonly TestPoint[];
  /** Epochs. */
  readonly x: number;
  readonly ranges: boolean;
  readonly formatY: (value: number) => string;
}

/** The numbers at one position of the curve: batches, smoothed value and the latest test. */
export function CurveTooltip({ points, tests, x, ranges, formatY }: CurveTooltipProps) {
  const { charts } = useMessages();
  const format = useFormat();
  const point = points[nearestIndex(points, x, (each) => each.x)];
  if (!point) return null;
  const { from, to, range, smoothed } = point;
  const [low, high] = range;
  const test = lastUpTo(tests, point.x);
  return (
    <>
      <p className={styles['where']}>
        <b>{charts.atEpoch(format.decimal(point.x))}</b>
        <span>
          {from === to
            ? charts.atBatch(format.integer(to))
            : charts.atBatches(format.integer(from), format.integer(to))}
        </span>
      </p>
      <dl className={styles['values']}>
        {ranges && (
          <Value name={charts.range} value={low === high ? formatY(low) : `${formatY(low)} – ${formatY(high)}`} />
        )}
        <Value kind="train" name={charts.smoothed} value={formatY(smoothed)} />
        {test && <Value kind="test" name={charts.testAfter(test.x)} value={formatY(test.value)} />}
      </dl>
    </>
  );
}

function Value({
  kind,
  name,
  value,
}: {
  readonly kind?: 'train' | 'test';
  readonly name: string;
  readonly value: string;
}) {
  return (
    <div data-kind={kind}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
