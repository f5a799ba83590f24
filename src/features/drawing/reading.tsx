/** The answer in the pad's corner, for screens where the hand that draws hides the panel that tells it. */
import { probabilityText } from '../../i18n/probability-text.ts';
import { useFormat, useMessages } from '../../i18n/use-messages.ts';
import { useAppState } from '../../store/session.ts';
import styles from './reading.module.css';

export function Reading() {
  const text = useMessages().drawing;
  const format = useFormat();
  const digit = useAppState(({ drawing, prediction }) => (drawing.raster && prediction ? prediction.digit : null));
  // In the panel's own figures: two that differ would ask which is true.
  const probability = useAppState(({ prediction }) =>
    probabilityText(prediction?.probabilities[prediction.digit] ?? 0, format),
  );
  if (digit === null) return null;
  // The prediction's own panel speaks to assistive technology.
  return (
    <p className={styles['reading']} aria-hidden="true">
      {text.reading(digit, probability)}
    </p>
  );
}
