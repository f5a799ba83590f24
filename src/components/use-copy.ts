import { useCallback, useEffect, useState, type RefObject } from 'react';

export type CopyOutcome = 'none' | 'copied' | 'failed';

/** Long enough to read; usually over before the next copy. */
const SHOWN_MS = 4000;

/**
 * Copies `text()`. The outcome `copied` lasts for a moment. `failed` stays until the next copy: the reader has to copy
 * by hand, so the element's text is selected, also of an element that is rendered only then.
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

/**
 * Copies to the clipboard; false where the browser refuses both ways. A sandboxed or cross-origin frame may not use the
 * clipboard API, but the old command may work within a click.
 */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const focused = document.activeElement;
  const area = document.createElement('textarea');
  area.value = text;
  area.readOnly = true;
  area.setAttribute('aria-hidden', 'true');
  area.style.cssText = 'position: fixed; inset: 0 auto auto 0; opacity: 0';
  // While a modal dialog is open, only its content can be selected.
  (document.querySelector('dialog:modal') ?? document.body).append(area);
  area.select();
  try {
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    area.remove();
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  }
}
