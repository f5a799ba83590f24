/**
 * Pauses a run while its frame is off the screen, if the embedder has chosen so. When the frame is back, the run
 * continues, unless something else has paused it.
 */
import type { AppSession } from './session.ts';

export interface OffScreenPause {
  /** The host has requested the pause too: it stays when the frame is back. */
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

  /** Sends one command at a time: the frame may return or leave again before it is done. */
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
