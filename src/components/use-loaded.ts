import { useEffect, useState } from 'react';
import type { ElementsOf } from './elements.ts';

export interface LoadedComponent<Props> {
  readonly Component: ElementsOf<Props>;
}

/**
 * The component that `load`, a constant function, brings; null until then. A failure is thrown while rendering, so that
 * the error boundary around it offers another try. Not React's `lazy`: that keeps a failure until the page is reloaded.
 */
export function useLoaded<Props>(load: () => Promise<ElementsOf<Props>>): LoadedComponent<Props> | null {
  const [loading, setLoading] = useState<LoadedComponent<Props> | { readonly error: unknown } | null>(null);

  useEffect(() => {
    let current = true;
    load().then(
      (Component) => current && setLoading({ Component }),
      (error: unknown) => current && setLoading({ error }),
    );
    return () => {
      current = false;
    };
  }, [load]);

  if (loading && 'error' in loading) throw loading.error;
  return loading;
}
