/**
 * A component that comes when the page stands, in a chunk of its own; until then the children are shown. By hand
 * and not with `lazy`: React shows what a Suspense boundary has waited for only when nothing more urgent is due,
 * and while a run moves the store ten times a second on a slow machine there always is.
 */
import { useEffect, useState, type ComponentType, type ReactNode } from 'react';
import { whenIdle } from './when-idle.ts';

/** What is seen first comes first; on a slow device nothing is ever idle. */
const PATIENCE_MS = 1500;

type Loading = { readonly component: ComponentType } | { readonly error: unknown } | null;

/** One at a time, so that each is on the page before the next one wants its place. */
let turn: Promise<unknown> = Promise.resolve();

function inTurn<T>(load: () => Promise<T>): Promise<T> {
  const loading = turn.then(() => whenIdle(PATIENCE_MS)).then(load);
  // Whoever asked hears of a failure.
  turn = loading.catch(() => undefined);
  return loading;
}

/** Settles when every component that has been asked for so far is here, or is known not to come. */
export async function allLoaded(): Promise<void> {
  await turn;
}

export interface LoadedProps {
  /** A constant function. Where it fails, the region around this one does. */
  readonly load: () => Promise<ComponentType>;
  readonly children: ReactNode;
}

export function Loaded({ load, children }: LoadedProps) {
  const [loading, setLoading] = useState<Loading>(null);

  useEffect(() => {
    let current = true;
    inTurn(load).then(
      (component) => current && setLoading({ component }),
      (error: unknown) => current && setLoading({ error }),
    );
    return () => {
      current = false;
    };
  }, [load]);

  if (loading && 'error' in loading) throw loading.error;
  return loading ? <loading.component /> : children;
}
