/** Softmax on the reader's own digit: the way from ten logits to ten probabilities, and what it costs to be wrong. */
import { type Key, useRef, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Control } from '../../components/control.tsx';
import { Panel } from '../../components/panel.tsx';
import { useOnScreen } from '../../components/use-on-screen.ts';
import { useStages } from '../../components/use-stages.ts';
import type { Prediction } from '../../core/types.ts';
import { useMessages } from '../../i18n/use-messages.ts';
import { useAppState, useSession } from '../../store/session.ts';
import type { AppState } from '../../store/state.ts';
import { useThrottledState } from '../../store/use-throttled-state.ts';
import { Experiments } from './experiments.tsx';
import { GeneralFormula, WorkedFormula } from './formula.tsx';
import { LossLink } from './loss-link.tsx';
import { PART_REMARK_ID, type Part } from './parts.ts';
import { SoftmaxTable } from './softmax-table.tsx';
import { TemperatureControl } from './temperature-control.tsx';
import styles from './softmax-panel.module.css';

/** A stroke is answered at once. A run changes everything all the time, and the processor is to train. */
const STROKE_MS = 100;
const SEEN_MS = 250;
/** Scripts may read the table where it can't be seen. */
const UNSEEN_MS = 1000;

const select = ({ drawing, prediction }: AppState) => ({
  hasInk: drawing.raster !== null,
  prediction: drawing.raster ? prediction : null,
});

export function SoftmaxPanel() {
  const text = useMessages().softmax;
  const ref = useRef<HTMLDivElement>(null);
  const running = useAppState(({ run }) => run.state === 'running');
  const seen = useOnScreen(ref);
  const periodMs = running ? (seen ? SEEN_MS : UNSEEN_MS) : STROKE_MS;
  const { hasInk, prediction } = useThrottledState(select, { periodMs, phaseMs: periodMs / 2, active: true });
  // Another test image is another digit to mean; so is whatever is drawn on a blank pad.
  const sample = useAppState(({ drawing }) => drawing.sample?.index ?? 'drawn');
  return (
    <Panel title={text.title} id="softmax">
      <div ref={ref} className={styles['panel']}>
        {prediction ? <Lesson prediction={prediction} sample={sample} /> : <Empty hasInk={hasInk} />}
      </div>
    </Panel>
  );
}

interface LessonProps {
  readonly prediction: Prediction;
  /** Of the drawing that is to be meant: another one, another answer. */
  readonly sample: Key;
}

/** Not in one piece: with its formulas, tables and bars it takes 60 ms to lay out for the first time, measured. */
function Lesson({ prediction, sample }: LessonProps) {
  const stage = useStages(4);
  return (
    <>
      <Steps prediction={prediction} withTable={stage >= 2} />
      {stage >= 3 && (
        <Control name="lesson">
          <LossLink key={sample} prediction={prediction} />
        </Control>
      )}
      {stage >= 4 && (
        <Control name="experiments">
          <Experiments logits={prediction.logits} />
        </Control>
      )}
    </>
  );
}

interface StepsProps {
  readonly prediction: Prediction;
  readonly withTable: boolean;
}

function Steps({ prediction, withTable }: StepsProps) {
  const text = useMessages().softmax;
  const [part, setPart] = useState<Part | null>(null);
  const temperature = useAppState(({ lens }) => lens.temperature);
  return (
    <div className={styles['steps']}>
      <div className={styles['side']}>
        <p className={styles['intro']}>{text.intro}</p>
        <div className={styles['formulas']}>
          <GeneralFormula part={part} setPart={setPart} />
          <WorkedFormula prediction={prediction} temperature={temperature} part={part} setPart={setPart} />
        </div>
        <p className={styles['remark']} id={PART_REMARK_ID}>
          {part === null ? text.partHint : text.parts[part]}
        </p>
        <TemperatureControl logits={prediction.logits} />
      </div>
      {withTable && <SoftmaxTable prediction={prediction} temperature={temperature} part={part} setPart={setPart} />}
    </div>
  );
}

function Empty({ hasInk }: { readonly hasInk: boolean }) {
  const text = useMessages().softmax;
  const session = useSession();
  const hasData = useAppState(({ data }) => data !== null);
  return (
    <div className={styles['empty']}>
      <div className={styles['invitation']}>
        <p>{hasInk ? text.pending : text.empty}</p>
        <Button disabled={!hasData} onClick={() => session.attempt(() => session.showSample())}>
          {text.trySample}
        </Button>
      </div>
      <GeneralFormula part={null} setPart={() => undefined} />
    </div>
  );
}
