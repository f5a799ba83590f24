import { useEffect, useState } from 'react';
import { useFormat, useMessages } from '../../i18n/use-messages.ts';
import { answeredNow } from '../../store/drawing.ts';
import { useSession } from '../../store/session.ts';
import type { AppState } from '../../store/state.ts';
import { probabilityText } from '../../i18n/probability-text.ts';
import { whenSteady } from './steady.ts';

const STEADY_MS = 800;

/** What a screen reader is told of the answer: empty until the digit has stood still for a moment. */
export function useAnnouncement(): string {
  const text = useMessages().prediction;
  const format = useFormat();
  const { store } = useSession();
  const [announcement, setAnnouncement] = useState('');

  useEffect(() => {
    const tell = (key: string | null) => {
      const { prediction } = store.getState();
      const sure = prediction?.probabilities[prediction.digit];
      if (key === null || !prediction || sure === undefined) setAnnouncement('');
      else setAnnouncement(text.announced(prediction.digit, probabilityText(sure, format)));
    };
    const steady = whenSteady(tell, STEADY_MS);
    const see = (state: AppState) => {
      steady.see(keyOf(state));
    };
    see(store.getState());
    const unsubscribe = store.subscribe(see);
    return () => {
      unsubscribe();
      steady.dispose();
    };
  }, [store, text, format]);

  return announcement;
}

/** The digit for this ink: while the network trains, a surer answer of the same digit is no news. */
function keyOf(state: AppState): string | null {
  const { drawing, prediction } = state;
  return drawing.raster && prediction && answeredNow(state) ? `${drawing.id} ${prediction.digit}` : null;
}
