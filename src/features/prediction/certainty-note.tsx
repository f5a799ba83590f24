/**
 * What to make of the answer: one sentence, and on request the numbers behind it. Once open they stay, whatever becomes
 * of the answer, so that two drawings can be compared.
 */
import { useState } from 'react';
import { INK_SHARE, certaintyOf, type Certainty } from '../../core/certainty.ts';
import type { Prediction } from '../../core/types.ts';
import { useFormat, useMessages } from '../../i18n/use-messages.ts';
import styles from './certainty-note.module.css';

export interface CertaintyNoteProps {
  /** Null: there is none of which anything could be said. */
  readonly prediction: Prediction | null;
  /** What it is for. */
  readonly raster: Uint8Array | null;
}

export function CertaintyNote({ prediction, raster }: CertaintyNoteProps) {
  const { certainty: text, explanation } = useMessages().prediction;
  const [open, setOpen] = useState(false);
  const certainty = prediction && raster && certaintyOf(prediction, raster);
  return (
    <div className={styles['note']} data-testid="certainty" data-verdict={certainty?.verdict ?? ''}>
      <div className={styles['words']}>
        {certainty && <p>{text.verdicts[certainty.verdict](prediction.digit, certainty.second)}</p>}
        {/* Longer than most verdicts, it would move the numbers. */}
        {!certainty && !open && <p className={styles['explanation']}>{explanation}</p>}
      </div>
      {(certainty || open) && (
        <details open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
          <summary>{text.why}</summary>
          <Numbers certainty={certainty} />
        </details>
      )}
    </div>
  );
}

/** Null: no answer at the moment, and so a dash for each. */
function Numbers({ certainty }: { readonly certainty: Certainty | null }) {
  const text = useMessages().prediction.certainty;
  const format = useFormat();
  const valueOf = (write: (numbers: Certainty) => string): string => (certainty ? write(certainty) : '–');
  const facts = [
    { name: text.margin, value: valueOf(({ margin }) => format.percent(margin, 1)), meaning: text.marginMeans },
    { name: text.entropy, value: valueOf(({ entropy }) => text.bits(entropy)), meaning: text.entropyMeans },
    {
      name: text.largestLogit,
      value: valueOf(({ largestLogit }) => format.decimal(largestLogit, 2)),
      meaning: text.largestLogitMeans,
    },
    {
      name: text.ink,
      value: valueOf(({ inkShare }) => format.percent(inkShare, 1)),
      meaning: text.inkMeans(INK_SHARE.min, INK_SHARE.max),
    },
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
