import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { restUntil } from './pacing.ts';
import { useSession } from './session.ts';
import type { AppState } from './state.ts';

type View = Readonly<Record<string, unknown>>;

/** Periods during a run: shorter while the view is on the screen. */
const SEEN_MS = 250;
const UNSEEN_MS = 1000;
/** Without a running run, changes come from the reader and are shown sooner. */
const AT_REST_MS = 100;

export interface ThrottleOptions {
  /** Whether it is on the screen. Screen readers and scripts also read it elsewhere. */
  readonly seen: boolean;
  /** The offset within each period, in [0, 1). */
  readonly phase: number;
  /** Waits longer after costly updates, and while the reader draws. */
  readonly deferrable?: boolean;
}

/**
 * A selection of the state, updated at most once per period, and at once when a run stops. `select` must be a constant
 * function; its result is compared field by field. Each update is rendered in a task of its own; different values of
 * `phase` keep the updates of two views out of the same frame.
 */
export function useThrottledState<T extends View>(
  select: (state: AppState) => T,
  { seen, phase, deferrable = false }: ThrottleOptions,
): T {
  const { store } = useSession();
  const [view, setView] = useState(() => select(store.getState()));

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let renewals = { renewedAt: 0, costMs: 0, drawnAt: -Infinity };
    const renew = () => {
      const next = select(store.getState());
      setView((previous) => (sameFields(previous, next) ? previous : next));
    };
    const isRunning = () => store.getState().run.state === 'running';
    const waits = () => deferrable && isRunning();
    const onTime = () => {
      timer = undefined;
      // The drawing has changed since the timer was set.
      if (waits() && performance.now() < restUntil(renewals)) {
        schedule();
        return;
      }
      const startedAt = performance.now();
      // Synchronously, so that its cost can be measured.
      flushSync(renew);
      const renewedAt = performance.now();
      renewals = { ...renewals, renewedAt, costMs: renewedAt - startedAt };
      // Styles and layout in the next frame are part of the cost.
      if (deferrable) {
        measureFrame((ms) => {
          renewals = { ...renewals, costMs: renewals.costMs + ms };
        });
      }
    };
    const schedule = () => {
      if (timer !== undefined) return;
      const now = performance.now();
      const from = waits() ? Math.max(now, restUntil(renewals)) : now;
      const periodMs = isRunning() ? (seen ? SEEN_MS : UNSEEN_MS) : AT_REST_MS;
      timer = setTimeout(onTime, from - now + periodMs - ((from + phase * periodMs) % periodMs));
    };
    renew();
    const unsubscribe = store.subscribe((state, before) => {
      if (state.drawing !== before.drawing) renewals = { ...renewals, drawnAt: performance.now() };
      if (before.run.state === 'running' && state.run.state !== 'running') {
        clearTimeout(timer);
        timer = setTimeout(onTime);
      } else schedule();
    });
    return () => {
      unsubscribe();
      clearTimeout(timer);
    };
  }, [store, select, seen, phase, deferrable]);

  return view;
}

/** Reports the time of the next frame from its callbacks on. Reports nothing while no frames are drawn. */
function measureFrame(report: (ms: number) => void): void {
  requestAnimationFrame(() => {
    const startedAt = performance.now();
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener(
      'message',
      () => {
        port1.close();
        report(performance.now() - startedAt);
      },
      { once: true },
    );
    port1.start();
    port2.postMessage(null);
  });
}

function sameFields(a: View, b: View): boolean {
  return Object.keys(b).every((name) => Object.is(a[name], b[name]));
}
