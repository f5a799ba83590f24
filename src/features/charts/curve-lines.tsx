/**
 * The lines of a chart, drawn on recharts' scales. They are not recharts' own: a line of its own measures its length at
 * every update, and one with data of its own makes the tooltip point at the wrong place of the others.
 */
import { createContext, use, type ComponentProps } from 'react';
import { useXAxisScale, useYAxisScale, ZIndexLayer } from 'recharts';
import type { Elements, ElementsOf } from '../../components/elements.ts';
import type { CurvePoint, TestPoint } from './curve.ts';
import styles from './curve-chart.module.css';

/**
 * What changes with every update of a chart. It bypasses recharts in a context: as props it would make recharts render
 * all of its parts and compute its state again.
 */
export interface Drawn {
  readonly points: readonly CurvePoint[];
  readonly tests: readonly TestPoint[];
  /** The tooltip's content at x epochs. */
  readonly describe: (x: number) => Elements;
}

export const CurveContext = createContext<Drawn>({ points: [], tests: [], describe: () => null });

export function useDrawn(): Drawn {
  return use(CurveContext);
}

/** Its type in recharts is wider: it renders the elements between its tags. */
const Layer = ZIndexLayer as ElementsOf<ComponentProps<typeof ZIndexLayer>>;

const TRAIN_RADIUS_PX = 3.5;

/**
 * The batches: their range, if wanted, and the smoothed line. `floor`: where the value axis starts; a logarithmic axis
 * has no place for lower values.
 */
export function TrainLine({ ranges, floor }: { readonly ranges: boolean; readonly floor: number }) {
  const { points } = useDrawn();
  const xScale = useXAxisScale();
  const yScale = useYAxisScale();
  if (!xScale || !yScale) return null;
  const place = (x: number, value: number) => `${pixel(xScale(x))} ${pixel(yScale(Math.max(floor, value)))}`;
  const highs = points.map(({ x, range }) => place(x, range[1]));
  const lows = points.map(({ x, range }) => place(x, range[0]));
  const line = points.map(({ x, smoothed }) => place(x, smoothed));
  const [only] = points;
  return (
    <g className={styles['train']}>
      {ranges && points.length > 1 && (
        <>
          <path className={styles['range']} d={`M${highs.join('L')}L${lows.toReversed().join('L')}Z`} />
          <path className={styles['edge']} d={`M${highs.join('L')}M${lows.join('L')}`} />
        </>
      )}
      {points.length > 1 && <path className={styles['line']} d={`M${line.join('L')}`} />}
      {points.length === 1 && only && (
        <circle cx={xScale(only.x)} cy={yScale(Math.max(floor, only.smoothed))} r={TRAIN_RADIUS_PX} />
      )}
    </g>
  );
}

/** To a tenth of a pixel. */
function pixel(value: number | undefined): number {
  return Math.round((value ?? 0) * 10) / 10;
}

/** More dots would overlap; the dashes also distinguish the line. */
const MAX_DOTS = 24;
const TEST_RADIUS_PX = 4;
/** Above recharts' own lines, below its tooltip's dot. */
const Z_INDEX = 600;

/** The tests, dashed and dotted. */
export function TestLine() {
  const { tests } = useDrawn();
  const xScale = useXAxisScale();
  const yScale = useYAxisScale();
  if (!xScale || !yScale) return null;
  const places = tests.flatMap(({ x, value }) => {
    const left = xScale(x);
    const top = yScale(value);
    return left === undefined || top === undefined ? [] : [{ x, left, top }];
  });
  return (
    <Layer zIndex={Z_INDEX}>
      <g className={styles['test']}>
        <path d={places.map(({ left, top }, i) => `${i === 0 ? 'M' : 'L'}${left} ${top}`).join('')} />
        {places.length <= MAX_DOTS &&
          places.map(({ x, left, top }) => <circle key={x} cx={left} cy={top} r={TEST_RADIUS_PX} />)}
      </g>
    </Layer>
  );
}
