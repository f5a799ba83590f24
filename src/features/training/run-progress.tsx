/** The run's progress, speed and remaining time. */
import { useStore } from 'zustand';
import { VisuallyHidden } from '../../components/visually-hidden.tsx';
import { useMessages } from '../../i18n/use-messages.ts';
import { useAppState, useSession } from '../../store/session.ts';
import { progressFigures } from './progress-figures.ts';
import styles from './run-progress.module.css';

export function RunProgress() {
  const text = useMessages().training;
  const run = useAppState((state) => state.run);
  const results = useAppState((state) => state.epochs);
  const started = run.step > 0;
  // Before the first step the controls' settings apply.
  const settings = useStore(useSession().settings);
  const running = useAppState(({ model }) => model?.config);
  const { batch, epochs } = (started ? running : undefined) ?? settings;
  const { ratio, imagesPerSecond, secondsLeft } = progressFigures(run, batch, epochs, results);
  const percent = Math.round(ratio * 100);

  const speed = run.evaluating
    ? text.testing(run.evaluating.done, run.evaluating.total)
    : imagesPerSecond > 0
      ? text.imagesPerSecond(imagesPerSecond)
      : started
        ? text.steps(run.step)
        : null;

  return (
    <div className={styles['progress']}>
      <div
        className={styles['track']}
        role="progressbar"
        aria-label={text.progress}
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuetext={text.progressValue(run.epoch, epochs, ratio)}
        data-testid="progress"
        data-epoch={run.epoch}
        data-step={run.step}
        data-steps-per-second={run.stepsPerSecond}
      >
        <span className={styles['fill']} style={{ width: `${100 * ratio}%` }} />
      </div>
      <p className={styles['line']}>
        {started ? (
          <span className={styles['epoch']}>{text.epochOf(run.epoch, epochs)}</span>
        ) : (
          <span className={styles['ahead']}>{text.notStarted(epochs)}</span>
        )}
        {speed !== null && <span className={styles['speed']}>{speed}</span>}
        {secondsLeft !== null && <span className={styles['left']}>{text.timeLeft(secondsLeft)}</span>}
      </p>
      <EpochAnnouncement epochs={epochs} />
    </div>
  );
}

/** Screen readers announce each epoch's result, and nothing else of the progress. */
function EpochAnnouncement({ epochs }: { readonly epochs: number }) {
  const text = useMessages().training;
  const latest = useAppState((state) => state.epochs.at(-1));
  return (
    <VisuallyHidden>
      <output>{latest ? text.epochDone(latest.epoch, epochs, latest.testAccuracy) : ''}</output>
    </VisuallyHidden>
  );
}
