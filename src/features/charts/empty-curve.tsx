import { useMessages } from '../../i18n/use-messages.ts';
import styles from './empty-curve.module.css';

/** Where the curve will be: the shape that it usually takes, and the word when. */
export function EmptyCurve() {
  const { charts } = useMessages();
  return (
    <div className={styles['empty']}>
      <svg viewBox="0 0 100 50" preserveAspectRatio="none" aria-hidden="true">
        <path d="M0 8 C 8 8 9 9 12 18 C 16 33 24 38 40 41 C 60 44 80 45 100 45.5" vectorEffect="non-scaling-stroke" />
      </svg>
      <p>{charts.empty}</p>
    </div>
  );
}
