/** −ln p over p in (0, 1], with the answer marked. Decorative: the number beside it has the value. */
import styles from './loss-curve.module.css';

const WIDTH = 120;
const HEIGHT = 84;
const LEFT = 8;
const BOTTOM = HEIGHT - 14;
/** In nats; a higher loss is drawn at the top. */
const TOP = 5;

const x = (p: number) => LEFT + p * (WIDTH - LEFT - 6);
const y = (loss: number) => BOTTOM - (Math.min(loss, TOP) / TOP) * (BOTTOM - 6);

const CURVE = Array.from({ length: 61 }, (_, i) => {
  // Denser where the curve is steep, from the p whose loss is TOP.
  const p = Math.exp(-TOP) + (1 - Math.exp(-TOP)) * (i / 60) ** 2;
  return `${i === 0 ? 'M' : 'L'}${x(p).toFixed(2)} ${y(-Math.log(p)).toFixed(2)}`;
}).join('');

export function LossCurve({ p, loss }: { readonly p: number; readonly loss: number }) {
  return (
    <svg className={styles['curve']} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <path className={styles['axes']} d={`M${LEFT} 4V${BOTTOM}H${WIDTH - 4}`} />
      <path className={styles['line']} d={CURVE} />
      <path className={styles['drop']} d={`M${x(p)} ${y(loss)}V${BOTTOM}`} />
      <circle className={styles['dot']} cx={x(p)} cy={y(loss)} r="4" />
      <text x={WIDTH - 6} y={HEIGHT - 2} textAnchor="end">
        p
      </text>
      <text x={LEFT + 6} y="11">
        −ln p
      </text>
      <text x={LEFT} y={HEIGHT - 2}>
        0
      </text>
    </svg>
  );
}
