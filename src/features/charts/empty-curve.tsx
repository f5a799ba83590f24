import { useMessages } from '../../i18n/use-messages.ts';
import styles from './empty-curve.module.css';

/** Where the curve will be: the shape that it usually takes, and the word when. */
export function EmptyCurve({ rises }: { readonly rises: boolean }) {
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
