/**
 * How reliable the answer is: one sentence, and on request its numbers. Opened numbers stay open when the answer
 * changes, so that the reader can compare drawings.
 */
import { useState } from 'react';
import { SPACE } from '../../components/elements.ts';
import { INK_SHARE, certaintyOf, type Certainty } from '../../core/certainty.ts';
import type { Prediction } from '../../core/types.ts';
import { useFormat, useMessages } from '../../i18n/use-messages.ts';
import styles from './certainty-note.module.css';

export interface CertaintyNoteProps {
  /** Null without an answer to judge. */
  readonly prediction: Prediction | null;
  /** The image that the prediction is for. */
  readonly raster: Uint8Array | null;
  /** Whether it shows more than one digit. */
  readonly several: boolean;
}

export function CertaintyNote({ prediction, raster, several }: CertaintyNoteProps) {
  const { certainty: text, explanation } = useMessages().prediction;
  const [open, setOpen] = useState(false);
  const certainty = prediction && raster && certaintyOf(prediction, raster, several);
  return (
    <div className={styles['note']} data-testid="certainty" data-verdict={certainty?.verdict ?? ''}>
      <div className={styles['words']}>
        {certainty && <p>{text.verdicts[certainty.verdict](prediction.digit, certainty.second)}</p>}
        {/* Not beside open numbers: it is longer than most verdicts and would move them. */}
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

/** Null without an answer: each number is a dash. */
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
            <span>{name}</span>
            {SPACE}
            <b>{value}</b>
          </dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}
