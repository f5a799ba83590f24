/** What to make of the answer: one sentence, and on request the numbers behind it. */
import { INK_SHARE, certaintyOf, type Certainty } from '../../core/certainty.ts';
import type { Prediction } from '../../core/types.ts';
import { useFormat, useMessages } from '../../i18n/use-messages.ts';
import styles from './certainty-note.module.css';

export interface CertaintyNoteProps {
  readonly prediction: Prediction;
  readonly raster: Uint8Array;
}

export function CertaintyNote({ prediction, raster }: CertaintyNoteProps) {
  const text = useMessages().prediction.certainty;
  const certainty = certaintyOf(prediction, raster);
  const { verdict, second } = certainty;
  return (
    <div className={styles['note']} data-testid="certainty" data-verdict={verdict}>
      <p className={styles['sentence']}>{text.verdicts[verdict](prediction.digit, second)}</p>
      <details>
        <summary>{text.why}</summary>
        <Numbers certainty={certainty} />
      </details>
    </div>
  );
}

function Numbers({ certainty }: { readonly certainty: Certainty }) {
  const text = useMessages().prediction.certainty;
  const format = useFormat();
  const { margin, entropy, largestLogit, inkShare } = certainty;
  const facts = [
    { name: text.margin, value: format.percent(margin, 1), meaning: text.marginMeans },
    { name: text.entropy, value: text.bits(entropy), meaning: text.entropyMeans },
    { name: text.largestLogit, value: format.decimal(largestLogit, 2), meaning: text.largestLogitMeans },
    { name: text.ink, value: format.percent(inkShare, 1), meaning: text.inkMeans(INK_SHARE.min, INK_SHARE.max) },
  ];
  return (
    <dl className={styles['facts']}>
      {facts.map(({ name, value, meaning }) => (
        <div key={name}>
          <dt>
            {name} <b>{value}</b>
          </dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}
