/** Softmax on the reader's digit: from ten logits to ten probabilities, and the loss. */
import { useMemo, useRef, useState } from 'react';
import type { Elements } from '../../components/elements.ts';
import { Button } from '../../components/button.tsx';
import { Control, useControlHidden } from '../../components/control.tsx';
import { usePanelShown } from '../../components/visible-panels.ts';
import { Panel } from '../../components/panel.tsx';
import { useOnScreen } from '../../components/use-on-screen.ts';
import { useStages } from '../../components/use-stages.ts';
import type { Prediction } from '../../core/types.ts';
import { useMessages } from '../../i18n/use-messages.ts';
import { useAppState } from '../../store/session.ts';
import type { AppState } from '../../store/state.ts';
import { useTestDigit } from '../../store/use-test-digit.ts';
import { useThrottledState } from '../../store/use-throttled-state.ts';
import { Experiments } from './experiments.tsx';
import { GeneralFormula, WorkedFormula } from './formula.tsx';
import { digitInvitation } from './digit-invitation.ts';
import { LossLink } from './loss-link.tsx';
import { PART_REMARK_ID, type Part } from './parts.ts';
import { SoftmaxTable } from './softmax-table.tsx';
import { TemperatureControl } from './temperature-control.tsx';
import { workedTerms } from './worked-terms.ts';
import styles from './softmax-panel.module.css';

const select = ({ drawing, prediction, answered }: AppState) => ({
  hasInk: drawing.raster !== null,
  prediction,
  answered,
});

export function SoftmaxPanel() {
  const { titles } = useMessages();
  const ref = useRef<HTMLDivElement>(null);
  const { hasInk, prediction, answered } = useThrottledState(select, { seen: useOnScreen(ref), phase: 0.5 });
  return (
    <Panel title={titles.softmax} id="softmax">
      <div ref={ref} className={styles['panel']}>
        <Steps prediction={prediction} hasInk={hasInk} />
        {prediction && answered && (
          <>
            <Staged stage={3}>
              <Control name="lesson">
                <LossLink key={answered.digitId} prediction={prediction} answered={answered} />
              </Control>
            </Staged>
            <Staged stage={4}>
              <Control name="experiments">
                <Experiments logits={prediction.logits} />
              </Control>
            </Staged>
          </>
        )}
      </div>
    </Panel>
  );
}

/** In stages: the first layout of all formulas, tables and bars together is a long task. */
function Staged({ stage, children }: { readonly stage: number; readonly children: Elements }) {
  return useStages(stage) < stage ? null : children;
}

interface StepsProps {
  readonly prediction: Prediction | null;
  readonly hasInk: boolean;
}

/** Without an answer it shows the formula and the temperature. The slider's element stays the same when an answer comes. */
function Steps({ prediction, hasInk }: StepsProps) {
  const text = useMessages().softmax;
  const [part, setPart] = useState<Part | null>(null);
  const temperature = useAppState(({ lens }) => lens.temperature);
  const logits = prediction?.logits ?? null;
  const worked = useMemo(() => logits && workedTerms(logits, temperature), [logits, temperature]);
  return (
    <div className={styles['steps']} data-empty={prediction === null}>
      <div className={styles['side']}>
        {prediction ? <Intro /> : <Invitation hasInk={hasInk} />}
        <div className={styles['formulas']}>
          <GeneralFormula part={part} setPart={setPart} />
          {prediction && worked && (
            <WorkedFormula
              worked={worked}
              temperature={temperature}
              answer={prediction.digit}
              part={part}
              setPart={setPart}
            />
          )}
        </div>
        {prediction && (
          <p className={styles['remark']} id={PART_REMARK_ID}>
            {part === null ? text.partHint : text.parts[part]}
          </p>
        )}
        <TemperatureControl logits={logits} />
      </div>
      {prediction && worked && (
        <Staged stage={2}>
          <SoftmaxTable worked={worked} answer={prediction.digit} part={part} setPart={setPart} />
        </Staged>
      )}
    </div>
  );
}

/** The button for another digit is for pages without a pad. */
function Intro() {
  const text = useMessages().softmax;
  const canDraw = usePanelShown('draw');
  return (
    <div className={styles['introduction']}>
      <p className={styles['intro']}>{text.intro}</p>
      {!canDraw && <TestDigit>{text.anotherSample}</TestDigit>}
    </div>
  );
}

function Invitation({ hasInk }: { readonly hasInk: boolean }) {
  const text = useMessages().softmax;
  const canDraw = usePanelShown('draw');
  const canSample = !useControlHidden('sample');
  return (
    <div className={styles['invitation']}>
      <p>{text.invitations[digitInvitation({ hasInk, canDraw, canSample })]}</p>
      <TestDigit>{text.trySample}</TestDigit>
    </div>
  );
}

function TestDigit({ children }: { readonly children: string }) {
  const testDigit = useTestDigit();
  return (
    <Control name="sample">
      <Button {...testDigit}>{children}</Button>
    </Control>
  );
}
