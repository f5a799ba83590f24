/** The answers for the reader's drawing during the run. The reader can move back to any recorded step. */
import { useMemo, useRef, useState } from 'react';
import { SPACE } from '../../components/elements.ts';
import { Button } from '../../components/button.tsx';
import { sentences } from '../../components/sentences.ts';
import { Panel } from '../../components/panel.tsx';
import { useOnScreen } from '../../components/use-on-screen.ts';
import { nearestIndex } from '../../core/nearest-index.ts';
import { CLASSES, DIGITS, type Prediction } from '../../core/types.ts';
import { probabilityText } from '../../i18n/probability-text.ts';
import { useFormat, useMessages } from '../../i18n/use-messages.ts';
import { useAppState } from '../../store/session.ts';
import type { AppState } from '../../store/state.ts';
import type { StripPoint } from '../../store/strip.ts';
import { useHighlight } from '../../store/use-highlight.ts';
import { useThrottledState } from '../../store/use-throttled-state.ts';
import { EmptyStrip } from './empty-strip.tsx';
import { Scrubber } from './scrubber.tsx';
import { ROW, rowPaths, stepOf, WIDTH } from './strip-paths.ts';
import styles from './learning-panel.module.css';

const select = ({ drawing, strip, run }: AppState) => ({
  hasInk: drawing.raster !== null,
  points: strip.points,
  stepsPerEpoch: run.stepsPerEpoch,
});

export function LearningPanel() {
  const { titles } = useMessages();
  const ref = useRef<HTMLDivElement>(null);
  const { hasInk, points, stepsPerEpoch } = useThrottledState(select, {
    seen: useOnScreen(ref),
    phase: 0.25,
    deferrable: true,
  });
  return (
    <Panel title={titles.learning} id="learning">
      <div ref={ref} data-testid="learning-strip" data-points={points.length}>
        {points.length > 0 ? <Strip points={points} stepsPerEpoch={stepsPerEpoch} /> : <EmptyStrip hasInk={hasInk} />}
      </div>
    </Panel>
  );
}

interface StripProps {
  readonly points: readonly StripPoint[];
  readonly stepsPerEpoch: number;
}

function Strip({ points, stepsPerEpoch }: StripProps) {
  const text = useMessages().learning;
  const format = useFormat();
  /** Null follows the latest. */
  const [step, setStep] = useState<number | null>(null);
  const last = points.length - 1;
  const index = step === null ? last : nearestIndex(points, step, stepOf);
  const shown = points[index];
  if (!shown) return null;

  const { digit, probabilities } = shown.prediction;
  const epochs = stepsPerEpoch > 0 ? format.decimal(shown.step / stepsPerEpoch, 2) : null;
  const moment = text.moment(shown.step, epochs);
  const reads = text.reads(digit, probabilityText(probabilities[digit] ?? 0, format));
  return (
    <div className={styles['strip']}>
      <div className={styles['head']}>
        <p className={styles['moment']}>
          <span>{moment}</span>
          {SPACE}
          <span className={styles['reads']}>{reads}</span>
        </p>
        <Button variant="quiet" disabled={step === null} onClick={() => setStep(null)}>
          {text.follow}
        </Button>
      </div>
      <div className={styles['rows']}>
        <ol className={styles['digits']} translate="no" aria-hidden="true">
          {DIGITS.map((each) => (
            <Label key={each} digit={each} winner={each === digit} />
          ))}
        </ol>
        <Scrubber
          points={points}
          index={index}
          label={text.slider}
          valueText={text.valueText(moment, reads)}
          onChange={(next) => setStep(next === last ? null : (points[next]?.step ?? null))}
        >
          <Picture points={points} />
        </Scrubber>
        <Values prediction={shown.prediction} />
      </div>
      <p className={styles['note']}>
        <span>{sentences(text.explanation, text.howTo)}</span>
        {SPACE}
        <span className={styles['anew']} data-late={(points[0]?.step ?? 0) > 0}>
          {text.beginsAnew}
        </span>
      </p>
    </div>
  );
}

function Values({ prediction: { digit, probabilities } }: { readonly prediction: Prediction }) {
  const format = useFormat();
  return (
    <ol className={styles['values']} translate="no">
      {DIGITS.map((each) => (
        <li key={each} data-testid={`learning-${each}`} data-value={probabilities[each]} data-winner={each === digit}>
          {probabilityText(probabilities[each] ?? 0, format)}
        </li>
      ))}
    </ol>
  );
}

function Label({ digit, winner }: { readonly digit: number; readonly winner: boolean }) {
  const { highlighted, handlers } = useHighlight(digit);
  const { onPointerEnter, onPointerLeave } = handlers;
  return (
    <li
      data-winner={winner}
      data-highlighted={highlighted}
      onPointerEnter={onPointerEnter}
      onPointerLeave={onPointerLeave}
    >
      {digit}
    </li>
  );
}

function Picture({ points }: { readonly points: readonly StripPoint[] }) {
  const highlight = useAppState(({ lens }) => lens.highlight);
  const rows = useMemo(() => DIGITS.map((digit) => rowPaths(points, digit)), [points]);
  return (
    <svg
      className={styles['picture']}
      viewBox={`0 0 ${WIDTH} ${CLASSES * ROW}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {rows.map(({ all, won }, digit) => (
        <g key={digit} data-highlighted={digit === highlight}>
          <rect width={WIDTH} height={ROW} y={digit * ROW} />
          <path className={styles['all']} d={all} />
          <path className={styles['won']} d={won} />
        </g>
      ))}
    </svg>
  );
}
