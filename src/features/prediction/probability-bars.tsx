/**
 * The ten probabilities. They move many times a second, so a change costs one width and one short text, in a box that
 * keeps its size. Not a transform: without a layer of its own, which costs a copy on machines without a GPU, each
 * change of one makes the browser arrange all the page's layers anew, 2.4 ms a frame, measured.
 */
import { memo } from 'react';
import { DIGITS, type Prediction } from '../../core/types.ts';
import type { BackendReport } from '../../engine/engine.ts';
import { useFormat, useMessages } from '../../i18n/use-messages.ts';
import { useAppState } from '../../store/session.ts';
import { useHighlight } from '../../store/use-highlight.ts';
import { probabilityText } from '../../i18n/probability-text.ts';
import styles from './probability-bars.module.css';

/** Null: the bars are at rest. */
export function ProbabilityBars({ prediction }: { readonly prediction: Prediction | null }) {
  const text = useMessages().prediction;
  const smooth = useAppState(({ run, backend }) => run.state !== 'running' || (backend !== null && hasGpu(backend)));
  return (
    // Safari takes a list without markers for no list, unless the role is said again.
    // oxlint-disable-next-line jsx-a11y/no-redundant-roles
    <ul className={styles['bars']} role="list" data-smooth={smooth} aria-label={text.barsLabel}>
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
