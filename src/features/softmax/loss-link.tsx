/** From the answer to learning: the meant digit, the loss, the gradient, and one training step. */
import { useState } from 'react';
import { sentences } from '../../components/sentences.ts';
import { crossEntropy } from '../../core/softmax.ts';
import type { Prediction } from '../../core/types.ts';
import { useFormat, useMessages } from '../../i18n/use-messages.ts';
import { useAppState } from '../../store/session.ts';
import type { Answered } from '../../store/state.ts';
import { LossCurve } from './loss-curve.tsx';
import { LossEquation } from './loss-equation.tsx';
import { MeantDigit } from './meant-digit.tsx';
import { meantNow, type KeptMeant, type Meant } from './meant.ts';
import { PushTable } from './push-table.tsx';
import { TakeStep } from './take-step.tsx';
import styles from './loss-link.module.css';

export interface LossLinkProps {
  readonly prediction: Prediction;
  /** The image of the prediction. Use its `digitId` as the key, so that another digit resets the meant one. */
  readonly answered: Answered;
}

export function LossLink({ prediction, answered: { digitId, label } }: LossLinkProps) {
  const text = useMessages().softmax;
  const [kept, setKept] = useState<KeptMeant | null>(null);
  const drawingId = useAppState(({ drawing }) => drawing.id);
  const undoable = useAppState(({ undoableSteps }) => undoableSteps);
  const known: Meant = label === null ? { digit: prediction.digit, by: 'guess' } : { digit: label, by: 'label' };
  const { digit: meant, by } = meantNow(kept, known, drawingId, undoable);
  return (
    <section className={styles['link']} id="loss-link" aria-labelledby="loss-link-title">
      <h3 className={styles['title']} id="loss-link-title">
        {text.lossTitle}
      </h3>
      <div className={styles['columns']}>
        <div className={styles['cost']}>
          <MeantDigit
            value={meant}
            note={text.meantBy[by]}
            onChange={(digit) => setKept({ digit, by: 'reader', drawingId })}
          />
          <Cost prediction={prediction} meant={meant} />
          {/* Keeps a guessed digit while the step is not undone: otherwise the guess follows the changed answer. */}
          <TakeStep
            prediction={prediction}
            digitId={digitId}
            meant={meant}
            onTake={() => setKept({ digit: meant, by, drawingId })}
          />
        </div>
        <div className={styles['push']}>
          <p className={styles['text']}>{text.gradientText}</p>
          <PushTable prediction={prediction} meant={meant} />
        </div>
      </div>
    </section>
  );
}

function Cost({ prediction, meant }: { readonly prediction: Prediction; readonly meant: number }) {
  const text = useMessages().softmax;
  const format = useFormat();
  const latest = useAppState(({ run }) => run.trainLoss);
  const temperature = useAppState(({ lens }) => lens.temperature);
  const loss = crossEntropy(prediction.logits, meant);
  const p = prediction.probabilities[meant] ?? 0;
  return (
    <div className={styles['loss']}>
      <p className={styles['number']} data-testid="drawing-loss" data-value={loss}>
        <LossEquation logits={prediction.logits} meant={meant} />
      </p>
      <LossCurve p={p} loss={loss} />
      <p className={styles['text']}>
        {sentences(
          text.lossText,
          temperature !== 1 && text.lossAtOne,
          latest !== null && text.lossLatest(format.decimal(latest, 3)),
        )}
      </p>
    </div>
  );
}
