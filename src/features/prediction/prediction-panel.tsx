/** The network's answer for the image on the pad: the digit, its probability, and all ten probabilities. */
import { useEffect, useMemo, useState } from 'react';
import { Panel } from '../../components/panel.tsx';
import { areSeveralDrawn } from '../../core/several-drawn.ts';
import { probabilityText } from '../../i18n/probability-text.ts';
import { useFormat, useMessages } from '../../i18n/use-messages.ts';
import { answeredNow } from '../../store/drawing.ts';
import { useAppState, useSession } from '../../store/session.ts';
import type { AppState } from '../../store/state.ts';
import { CertaintyNote } from './certainty-note.tsx';
import { ProbabilityBars } from './probability-bars.tsx';
import { whenSteady } from './steady.ts';
import styles from './prediction-panel.module.css';

export function PredictionPanel() {
  const text = useMessages().prediction;
  const drawing = useAppState((state) => state.drawing);
  const several = useMemo(() => drawing.picture?.several ?? areSeveralDrawn(drawing.strokes), [drawing]);
  const { raster } = drawing;
  const hasInk = raster !== null;
  const answer = useAppState((state) => state.prediction);
  // An answer for ink that was cleared does not count.
  const prediction = hasInk ? answer : null;
  // The certainty of random weights means nothing.
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
        <CertaintyNote prediction={untrained ? null : prediction} raster={raster} several={several} />
      </div>
      <Announcement />
    </Panel>
  );
}

function Answer({ digit, probability }: { readonly digit: number; readonly probability: number }) {
  const text = useMessages().prediction;
  const format = useFormat();
  // Null while the answer is still for the former image.
  const label = useAppState((state) => answeredNow(state)?.label ?? null);
  const untrained = useAppState(({ model }) => model?.weights === 'random');
  return (
    <>
      <span className={styles['digit']} translate="no">
        {digit}
      </span>
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

/** A component of its own, so that its changes render nothing else. */
function Announcement() {
  return <output className={styles['spoken']}>{useAnnouncement()}</output>;
}

const STEADY_MS = 800;

/** The answer for screen readers; empty until the digit has been the same for a moment. */
function useAnnouncement(): string {
  const text = useMessages().prediction;
  const format = useFormat();
  const { store } = useSession();
  const [announcement, setAnnouncement] = useState('');

  useEffect(() => {
    const announce = (key: string | null) => {
      const { prediction } = store.getState();
      const sure = prediction?.probabilities[prediction.digit];
      if (key === null || !prediction || sure === undefined) setAnnouncement('');
      else setAnnouncement(text.announced(prediction.digit, probabilityText(sure, format)));
    };
    const steady = whenSteady(announce, STEADY_MS);
    const see = (state: AppState) => {
      steady.see(keyOf(state));
    };
    see(store.getState());
    const unsubscribe = store.subscribe(see);
    return () => {
      unsubscribe();
      steady.dispose();
      // It would be in the former language, and nothing would clear it.
      setAnnouncement('');
    };
  }, [store, text, format]);

  return announcement;
}

/** The drawing and its digit: while the network trains, a surer answer with the same digit is not announced again. */
function keyOf(state: AppState): string | null {
  const { drawing, prediction } = state;
  return drawing.raster && prediction && answeredNow(state) ? `${drawing.id} ${prediction.digit}` : null;
}
