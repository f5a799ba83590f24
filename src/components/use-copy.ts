import { useCallback, useEffect, useState, type RefObject } from 'react';
import { copyText } from './copy-text.ts';

export type CopyOutcome = 'none' | 'copied' | 'failed';

/** Long enough to be read, short enough to be gone at the next copy. */
const SHOWN_MS = 4000;

/**
 * Copies `text()` and says for a while that it went well. Where it failed it says so until the next time, as the reader
 * has to do something, and selects the element's text, also of one that is there only then.
 */
export function useCopy(
  text: () => string,
  element: RefObject<HTMLElement | null>,
): { readonly outcome: CopyOutcome; readonly copy: () => void } {
  const [result, setResult] = useState<{ readonly outcome: CopyOutcome }>({ outcome: 'none' });

  useEffect(() => {
    if (result.outcome === 'failed' && element.current) {
      element.current.focus({ preventScroll: true });
      getSelection()?.selectAllChildren(element.current);
    }
    if (result.outcome !== 'copied') return undefined;
    const timer = setTimeout(() => setResult({ outcome: 'none' }), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [result, element]);

  const copy = useCallback(() => {
    void copyText(text()).then((ok) => {
      setResult({ outcome: ok ? 'copied' : 'failed' });
      return ok;
    });
  }, [text]);

  return { outcome: result.outcome, copy };
}
