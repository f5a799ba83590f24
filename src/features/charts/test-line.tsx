import { useXAxisScale, useYAxisScale, ZIndexLayer } from 'recharts';
import { useDrawn } from './curve-context.ts';
import styles from './curve-chart.module.css';

/** More than these would run into one another; the dashes tell the line apart as well. */
const MAX_DOTS = 24;
const RADIUS_PX = 4;
/** Above recharts' own lines, below its tooltip's dot. */
const Z_INDEX = 600;

/**
 * The tests, dashed and dotted. Not a recharts line, because one with data of its own makes the tooltip
 * point at the wrong place of the others, and one without draws a dot for each of the others' points.
 */
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
    <ZIndexLayer zIndex={Z_INDEX}>
      <g className={styles['test']}>
        <path d={places.map(({ left, top }, i) => `${i === 0 ? 'M' : 'L'}${left} ${top}`).join('')} />
        {places.length <= MAX_DOTS &&
          places.map(({ x, left, top }) => <circle key={x} cx={left} cy={top} r={RADIUS_PX} />)}
      </g>
    </ZIndexLayer>
  );
}
