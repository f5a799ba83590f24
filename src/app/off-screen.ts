/**
 * Pauses a run while its frame is off the screen, and resumes it when the frame is back (`offscreen=pause`). It resumes
 * only what it has paused itself.
 */
import type { AppSession } from './session.ts';

export interface OffScreenPause {
  /** The host has paused the run: do not resume it. */
  release(): void;
  dispose(): void;
}

/** `watch` reports whether the frame is on the screen, now and at every change. It returns a function that stops it. */
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

  /** One request at a time: the frame's visibility may change again before the engine answers. */
  async function settle(): Promise<void> {
    again = busy;
    if (busy) return;
    busy = true;
    try {
      do {
        again = false;
        if (!seen && state() === 'running') {
          held = true;
          // oxlint-disable-next-line no-await-in-loop -- one request at a time
          await session.pause();
        }
        if (seen && held) {
          held = false;
          // oxlint-disable-next-line no-await-in-loop -- one request at a time
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

/** Reports whether any part of the element is on the screen. It works in frames of other origins too. */
export function watchOnScreen(element: Element, report: (seen: boolean) => void): () => void {
  const observer = new IntersectionObserver((entries) => {
    const last = entries.at(-1);
    if (last) report(last.isIntersecting);
  });
  observer.observe(element);
  return () => observer.disconnect();
}
