/**
 * The ten probabilities. They change many times a second, so a change sets one width and one short text in a box of
 * fixed size. Not a transform: without its own layer, which is slow without a GPU, a changed transform makes the
 * browser update all of the page's layers.
 */
import { memo } from 'react';
import { DIGITS, type Prediction } from '../../core/types.ts';
import type { BackendReport } from '../../engine/engine.ts';
import { useFormat, useMessages } from '../../i18n/use-messages.ts';
import { useAppState } from '../../store/session.ts';
import { useHighlight } from '../../store/use-highlight.ts';
import { probabilityText } from '../../i18n/probability-text.ts';
import styles from './probability-bars.module.css';

/** Null: empty bars. */
export function ProbabilityBars({ prediction }: { readonly prediction: Prediction | null }) {
  const text = useMessages().prediction;
  const smooth = useAppState(({ run, backend }) => run.state !== 'running' || (backend !== null && hasGpu(backend)));
  return (
    // Safari drops the list role of a list without markers, unless it is explicit.
    // oxlint-disable-next-line jsx-a11y/no-redundant-roles
    <ul className={styles['bars']} role="list" data-smooth={smooth} translate="no" aria-label={text.barsLabel}>
      {DIGITS.map((digit) => (
        <Bar
          key={digit}
          digit={digit}
          probability={prediction?.probabilities[digit] ?? null}
          winner={prediction?.digit === digit}
        />
      ))}
    </ul>
  );
}

function hasGpu({ backend, software }: BackendReport): boolean {
  return !software && (backend === 'webgpu' || backend === 'webgl');
}

interface BarProps {
  readonly digit: number;
  readonly probability: number | null;
  readonly winner: boolean;
}

const Bar = memo(function Bar({ digit, probability, winner }: BarProps) {
  const format = useFormat();
  const { highlighted, handlers } = useHighlight(digit);
  const { onPointerEnter, onPointerLeave } = handlers;
  return (
    <li
      className={styles['bar']}
      data-highlighted={highlighted}
      onPointerEnter={onPointerEnter}
      onPointerLeave={onPointerLeave}
      data-testid={`probability-${digit}`}
      data-value={probability ?? 0}
      data-winner={winner}
    >
      <span className={styles['digit']}>{digit}</span>
      <span className={styles['track']} aria-hidden="true">
        <span className={styles['fill']} style={{ width: `${100 * (probability ?? 0)}%` }} />
      </span>
      <span className={styles['value']}>{probability === null ? '–' : probabilityText(probability, format)}</span>
    </li>
  );
});
