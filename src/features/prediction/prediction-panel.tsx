/** The network's answer for what is on the pad: one digit, how sure, and the ten probabilities behind it. */
import { Panel } from '../../components/panel.tsx';
import { useFormat, useMessages } from '../../i18n/use-messages.ts';
import { answeredNow } from '../../store/drawing.ts';
import { useAppState } from '../../store/session.ts';
import { CertaintyNote } from './certainty-note.tsx';
import { ProbabilityBars } from './probability-bars.tsx';
import { probabilityText } from '../../i18n/probability-text.ts';
import { useAnnouncement } from './use-announcement.ts';
import styles from './prediction-panel.module.css';

export function PredictionPanel() {
  const text = useMessages().prediction;
  const raster = useAppState(({ drawing }) => drawing.raster);
  const hasInk = raster !== null;
  const answer = useAppState((state) => state.prediction);
  // A late answer for ink that is gone is none.
  const prediction = hasInk ? answer : null;
  // Nothing can be said of how sure mere chance is.
  const untrained = useAppState(({ model }) => model?.weights === 'random');

  return (
    <Panel title={text.title} id="prediction">
      <div className={styles['answer']} data-testid="prediction" data-digit={prediction?.digit ?? ''}>
        {prediction ? (
          <Answer digit={prediction.digit} probability={prediction.probabilities[prediction.digit] ?? 0} />
        ) : (
          <>
            <span className={styles['digit']} data-empty="true" aria-hidden="true">
              ?
            </span>
            <p className={styles['invitation']}>{hasInk ? text.pending : text.empty}</p>
          </>
        )}
      </div>
      <ProbabilityBars prediction={prediction} />
      <div className={styles['below']}>
        <CertaintyNote prediction={untrained ? null : prediction} raster={raster} />
      </div>
      <Announcement />
    </Panel>
  );
}

function Answer({ digit, probability }: { readonly digit: number; readonly probability: number }) {
  const text = useMessages().prediction;
  const format = useFormat();
  // An answer that is still for what was there before is neither right nor wrong.
  const label = useAppState((state) => answeredNow(state)?.label ?? null);
  const untrained = useAppState(({ model }) => model?.weights === 'random');
  return (
    <>
      <span className={styles['digit']}>{digit}</span>
      <div className={styles['details']}>
        <p className={styles['sure']}>{text.sure(probabilityText(probability, format))}</p>
        {label !== null && (
          <p className={styles['verdict']} data-right={label === digit}>
            {label === digit ? text.right(label) : text.wrong(label)}
          </p>
        )}
        {untrained && <p className={styles['note']}>{text.untrained}</p>}
      </div>
    </>
  );
}

/** Apart, so that its changes render nothing else. */
function Announcement() {
  return <output className={styles['spoken']}>{useAnnouncement()}</output>;
}
