/** One training step on the drawing, its undo, and its result. */
import { Button } from '../../components/button.tsx';
import { sentences } from '../../components/sentences.ts';
import type { Prediction } from '../../core/types.ts';
import type { Format } from '../../i18n/format.ts';
import type { Messages } from '../../i18n/messages.ts';
import { useFormat, useMessages } from '../../i18n/use-messages.ts';
import { useAppState, useSession } from '../../store/session.ts';
import type { LessonView } from '../../store/state.ts';
import { carriedAlong, isLearnt, effectOf } from './lesson-account.ts';
import { lossText } from './loss-text.ts';
import styles from './loss-link.module.css';

export interface TakeStepProps {
  readonly prediction: Prediction;
  readonly digitId: number;
  readonly meant: number;
  readonly onTake: () => void;
}

export function TakeStep({ prediction, digitId, meant, onTake }: TakeStepProps) {
  const text = useMessages().softmax;
  const format = useFormat();
  const session = useSession();
  const running = useAppState(({ run }) => run.state === 'running');
  // The pad may already show another digit.
  const current = useAppState((state) => state.digitId === digitId);
  const undoable = useAppState(({ undoableSteps }) => undoableSteps);
  const lesson = useAppState((state) => state.lesson);
  const account = lesson !== null && accountOf(lesson, text, format);
  const learnt = isLearnt(prediction.probabilities[meant] ?? 0);
  return (
    <div className={styles['take']}>
      <div className={styles['buttons']}>
        <Button
          variant="primary"
          disabled={running || !current || learnt}
          onClick={() => {
            onTake();
            session.attempt(() => session.learnDrawing(meant));
          }}
        >
          {/* Undoable steps can be from other drawings; a lesson belongs to this one. */}
          {lesson ? text.takeAnother : text.takeStep}
        </Button>
        <Button disabled={running || undoable === 0} onClick={() => session.attempt(() => session.undoLearning())}>
          {text.takeBack(undoable)}
        </Button>
      </div>
      <output className={styles['text']}>
        {running ? text.pauseFirst : sentences(account, learnt ? text.nothingToLearn : !lesson && text.takeHint)}
      </output>
    </div>
  );
}

/** What the step has changed. */
function accountOf(lesson: LessonView, text: Messages['softmax'], format: Format): string {
  const [before, after] = [lesson.before, lesson.after].map(({ logits }) => lossText(logits, lesson.label, format));
  const carried = carriedAlong(lesson, lesson.label);
  return sentences(
    text.taken(lesson.label, format.plain(lesson.rate, 2), before ?? '', after ?? ''),
    text.stepEffects[effectOf(lesson, lesson.label)],
    carried.length > 0 && text.carried(carried),
  );
}
