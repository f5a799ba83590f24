/** From the answer to learning: what was meant, what the answer costs, where the gradient pushes, and one step of it. */
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Formula, Indexed } from '../../components/math.tsx';
import { crossEntropy } from '../../core/softmax.ts';
import type { Prediction } from '../../core/types.ts';
import type { Format } from '../../i18n/format.ts';
import { useFormat, useMessages } from '../../i18n/use-messages.ts';
import { useAppState, useSession } from '../../store/session.ts';
import { LossCurve } from './loss-curve.tsx';
import { MeantDigit } from './meant-digit.tsx';
import { columnNumber } from './number-text.ts';
import { PushTable } from './push-table.tsx';
import styles from './loss-link.module.css';

/** To be keyed by what is on the pad: another digit is another guess. */
export function LossLink({ prediction }: { readonly prediction: Prediction }) {
  const text = useMessages().softmax;
  const label = useAppState(({ drawing }) => drawing.sample?.label ?? null);
  const [chosen, setChosen] = useState<number | null>(null);
  const meant = chosen ?? label ?? prediction.digit;
  const source = chosen === null ? (label === null ? text.meantGuessed : text.meantByLabel) : text.meantByYou;
  return (
    <section className={styles['link']} id="loss-link" aria-labelledby="loss-link-title">
      <h3 className={styles['title']} id="loss-link-title">
        {text.lossTitle}
      </h3>
      <div className={styles['columns']}>
        <div className={styles['cost']}>
          <MeantDigit value={meant} note={source} onChange={setChosen} />
          <Cost prediction={prediction} meant={meant} />
          {/* What was guessed is meant from then on: the guess would follow the answer. */}
          <TakeStep prediction={prediction} meant={meant} onTake={() => setChosen(meant)} />
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
  const loss = crossEntropy(prediction.logits, meant);
  const p = prediction.probabilities[meant] ?? 0;
  const shownP = columnNumber(p, Number(p.toFixed(4)), format);
  const shownLoss = lossText(prediction.logits, meant, format);
  return (
    <div className={styles['loss']}>
      <p className={styles['number']} data-testid="drawing-loss" data-value={loss}>
        <Formula label={text.lossLabel(meant, shownP, shownLoss)}>
          <mo form="prefix">−</mo>
          <mi mathvariant="normal">ln</mi>
          <mspace width="0.2em" />
          <Indexed base="p" index={meant} />
          <mo>=</mo>
          <mo form="prefix">−</mo>
          <mi mathvariant="normal">ln</mi>
          <mspace width="0.2em" />
          <mn>{shownP}</mn>
          <mo>=</mo>
          <mn className={styles['value']}>{shownLoss}</mn>
        </Formula>
      </p>
      <LossCurve p={p} loss={loss} />
      <p className={styles['text']}>
        {text.lossText} {latest !== null && text.lossLatest(format.decimal(latest, 3))}
      </p>
    </div>
  );
}

/** In nats: p above 0.99, and hardly any gradient. */
const LEARNT = 0.01;

interface TakeStepProps {
  readonly prediction: Prediction;
  readonly meant: number;
  readonly onTake: () => void;
}

function TakeStep({ prediction, meant, onTake }: TakeStepProps) {
  const text = useMessages().softmax;
  const format = useFormat();
  const session = useSession();
  const running = useAppState(({ run }) => run.state === 'running');
  const undoable = useAppState(({ undoableSteps }) => undoableSteps);
  const lesson = useAppState((state) => state.lesson);
  const learnt = crossEntropy(prediction.logits, meant) < LEARNT;
  const told = lesson && {
    rate: format.plain(lesson.rate, 2),
    before: lossText(lesson.before.logits, lesson.label, format),
    after: lossText(lesson.after.logits, lesson.label, format),
  };
  return (
    <div className={styles['take']}>
      <div className={styles['buttons']}>
        <Button
          variant="primary"
          disabled={running}
          onClick={() => {
            onTake();
            session.attempt(() => session.learnDrawing(meant));
          }}
        >
          {undoable > 0 ? text.takeAnother : text.takeStep}
        </Button>
        <Button disabled={running || undoable === 0} onClick={() => session.attempt(() => session.undoLearning())}>
          {text.takeBack(undoable)}
        </Button>
      </div>
      <output className={styles['text']}>
        {running
          ? text.pauseFirst
          : told
            ? text.taken(lesson.label, told.rate, told.before, told.after)
            : learnt
              ? text.nothingToLearn
              : text.takeHint}
      </output>
    </div>
  );
}

function lossText(logits: readonly number[], label: number, format: Format): string {
  const loss = crossEntropy(logits, label);
  return columnNumber(loss, Number(loss.toFixed(4)), format);
}
