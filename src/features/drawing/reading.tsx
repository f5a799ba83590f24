/** The answer in the pad's corner, for screens where the hand that draws hides the panel that tells it. */
import { useFormat, useMessages } from '../../i18n/use-messages.ts';
import { useAppState } from '../../store/session.ts';
import styles from './reading.module.css';

/** Shown in whole percent, and never as certainty. */
const SUREST = 0.99;

export function Reading() {
  const text = useMessages().drawing;
  const format = useFormat();
  const digit = useAppState(({ drawing, prediction }) => (drawing.raster && prediction ? prediction.digit : null));
  const percent = useAppState(({ prediction }) =>
    format.percent(Math.min(SUREST, prediction?.probabilities[prediction.digit] ?? 0), 0),
  );
  if (digit === null) return null;
  // The prediction's own panel speaks to assistive technology.
  return (
    <p className={styles['reading']} aria-hidden="true">
      {text.reading(digit, percent)}
    </p>
  );
}
