import { useEffect, useState } from 'react';
import { useSession } from './session.ts';
import type { AppState } from './state.ts';

type View = Readonly<Record<string, unknown>>;

/**
 * A selection of the state, renewed at most every `periodMs` however often the state changes, and not at all
 * while `active` is false. `select` must be a constant function; its result is compared field by field.
 * `phaseMs` shifts the moments, so that two charts with different phases never share one task.
 */
export function useThrottledState<T extends View>(
  select: (state: AppState) => T,
  { periodMs, phaseMs, active }: { readonly periodMs: number; readonly phaseMs: number; readonly active: boolean },
): T {
  const { store } = useSession();
  const [view, setView] = useState(() => select(store.getState()));

  useEffect(() => {
    if (!active) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const renew = () => {
      timer = undefined;
      const next = select(store.getState());
      setView((previous) => (sameFields(previous, next) ? previous : next));
    };
    const schedule = () => {
      timer ??= setTimeout(renew, periodMs - ((performance.now() + phaseMs) % periodMs));
    };
    renew();
    const unsubscribe = store.subscribe(schedule);
    return () => {
      unsubscribe();
      clearTimeout(timer);
    };
  }, [store, select, periodMs, phaseMs, active]);

  return view;
}

function sameFields(a: View, b: View): boolean {
  return Object.keys(b).every((name) => Object.is(a[name], b[name]));
}
