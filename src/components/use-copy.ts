import { useCallback, useEffect, useState, type RefObject } from 'react';
import { copyText } from './copy-text.ts';

export type CopyOutcome = 'none' | 'copied' | 'failed';

/** Long enough to be read, short enough to be gone at the next copy. */
const SHOWN_MS = 4000;

/** Copies `text()` and says for a while how it went; where it failed, the element's text is selected instead. */
export function useCopy(
  text: () => string,
  element: RefObject<HTMLElement | null>,
): { readonly outcome: CopyOutcome; readonly copy: () => void } {
  const [result, setResult] = useState<{ readonly outcome: CopyOutcome }>({ outcome: 'none' });

  useEffect(() => {
    if (result.outcome === 'none') return undefined;
    const timer = setTimeout(() => setResult({ outcome: 'none' }), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [result]);

  const copy = useCallback(() => {
    void copyText(text()).then((ok) => {
      if (!ok && element.current) {
        element.current.focus({ preventScroll: true });
        getSelection()?.selectAllChildren(element.current);
      }
      setResult({ outcome: ok ? 'copied' : 'failed' });
      return ok;
    });
  }, [text, element]);

  return { outcome: result.outcome, copy };
}
