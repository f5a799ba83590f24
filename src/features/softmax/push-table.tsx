/** The gradient p − y of each class, its direction, and the effect of the last step. */
import { memo } from 'react';
import { lossGradient } from '../../core/softmax.ts';
import type { Prediction } from '../../core/types.ts';
import { probabilityText } from '../../i18n/probability-text.ts';
import { useFormat, useMessages } from '../../i18n/use-messages.ts';
import { useAppState } from '../../store/session.ts';
import { useHighlight } from '../../store/use-highlight.ts';
import { SignedAmount } from './amount.tsx';
import { NOTICEABLE } from './lesson-account.ts';
import { signed } from './number-text.ts';
import styles from './push-table.module.css';

export interface PushTableProps {
  readonly prediction: Prediction;
  readonly meant: number;
}

export function PushTable({ prediction, meant }: PushTableProps) {
  const text = useMessages().softmax;
  const lesson = useAppState((state) => state.lesson);
  const gradient = lossGradient(prediction.probabilities, meant);
  return (
    <table className={styles['table']} aria-label={text.gradientLabel}>
      <thead>
        <tr>
          <th scope="col">{text.digit}</th>
          <th scope="col">
            <span className={styles['gradientHead']}>{text.gradientHead}</span>
          </th>
          <th scope="col">{text.asked}</th>
          <th scope="col">{lesson ? text.beforeAfter : text.probabilityNow}</th>
        </tr>
      </thead>
      <tbody>
        {gradient.map((value, digit) => (
          <Row
            key={digit}
            digit={digit}
            gradient={value}
            meant={digit === meant}
            before={lesson ? (lesson.before.probabilities[digit] ?? 0) : null}
            p={prediction.probabilities[digit] ?? 0}
          />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly digit: number;
  readonly gradient: number;
  readonly meant: boolean;
  /** Null: no step has been taken. */
  readonly before: number | null;
  readonly p: number;
}

const Row = memo(function Row({ digit, gradient, meant, before, p }: RowProps) {
  const text = useMessages().softmax;
  const format = useFormat();
  const { highlighted, handlers } = useHighlight(digit);
  const { onPointerEnter, onPointerLeave } = handlers;
  const push = Math.abs(gradient) < NOTICEABLE ? 'none' : gradient < 0 ? 'up' : 'down';
  return (
    <tr
      data-testid={`gradient-${digit}`}
      data-value={gradient}
      data-highlighted={highlighted}
      data-meant={meant}
      onPointerEnter={onPointerEnter}
      onPointerLeave={onPointerLeave}
    >
      <th scope="row">
        <span className={styles['digit']}>{digit}</span>
      </th>
      <td className={styles['gradient']} data-push={push}>
        <SignedAmount text={signed(gradient, format)} share={gradient} />
      </td>
      <td className={styles['direction']} data-push={push}>
        {text.pushes[push]}
      </td>
      <td>
        <Change before={before} p={p} />
      </td>
    </tr>
  );
});

function Change({ before, p }: Pick<RowProps, 'before' | 'p'>) {
  const format = useFormat();
  const was = before === null ? null : probabilityText(before, format);
  const now = probabilityText(p, format);
  return (
    <div className={styles['change']}>
      <span className={styles['bars']} aria-hidden="true">
        {before !== null && <span className={styles['before']} style={{ transform: `scaleX(${before})` }} />}
        <span className={styles['now']} style={{ transform: `scaleX(${p})` }} />
      </span>
      <span className={styles['percent']} translate="no">
        {was !== null && was !== now && <span className={styles['was']}>{`${was} → `}</span>}
        <span>{now}</span>
      </span>
    </div>
  );
}
