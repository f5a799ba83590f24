/**
 * Keeps a run from going on while its frame cannot be seen, where the embedder has chosen so: it is paused, and goes
 * on by itself when the frame is back, if this was what paused it.
 */
import type { AppSession } from './session.ts';

export interface OffScreenPause {
  /** Somebody else wants the pause: it stays when the frame is back. */
  release(): void;
  dispose(): void;
}

/** `watch` calls back with whether the frame can be seen, now and at every change, and returns how to stop it. */
export function pauseOffScreen(
  session: Pick<AppSession, 'store' | 'pause' | 'resume' | 'attempt'>,
  watch: (report: (seen: boolean) => void) => () => void,
): OffScreenPause {
  const { store } = session;
  let seen = true;
  let held = false;
  let busy = false;
  let again = false;
  const state = () => store.getState().run.state;

  /** Asks for one thing at a time: a frame may have come back, or gone again, before that is done. */
  async function settle(): Promise<void> {
    again = busy;
    if (busy) return;
    busy = true;
    try {
      do {
        again = false;
        if (!seen && state() === 'running') {
          held = true;
          // oxlint-disable-next-line no-await-in-loop -- one thing at a time
          await session.pause();
        }
        if (seen && held) {
          held = false;
          // oxlint-disable-next-line no-await-in-loop -- one thing at a time
          if (state() === 'paused') await session.resume();
        }
      } while (again);
    } finally {
      busy = false;
    }
  }
  const wake = (): void => session.attempt(settle);

  const stopWatching = watch((next) => {
    seen = next;
    wake();
  });
  const stopListening = store.subscribe(({ run }, before) => {
    if (run.state === before.run.state) return;
    if (run.state === 'running') wake();
    else if (run.state !== 'paused') held = false;
  });

  return {
    release() {
      held = false;
    },
    dispose() {
      stopWatching();
      stopListening();
    },
  };
}

/** Whether any part of the element is on the screen; in a frame of another origin too. */
export function watchOnScreen(element: Element, report: (seen: boolean) => void): () => void {
  const observer = new IntersectionObserver((entries) => {
    const last = entries.at(-1);
    if (last) report(last.isIntersecting);
  });
  observer.observe(element);
  return () => observer.disconnect();
}
