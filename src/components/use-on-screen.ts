import { useEffect, useState, type RefObject } from 'react';

/** The element counts as visible a little before it scrolls into view, so that it is up to date then. */
const MARGIN = '120px';

/** Whether the element is visible: in or near the viewport, in a tab that is not hidden. */
export function useOnScreen(ref: RefObject<Element | null>): boolean {
  const [near, setNear] = useState(false);
  const [shown, setShown] = useState(() => !document.hidden);

  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const observer = new IntersectionObserver((entries) => setNear(entries.at(-1)?.isIntersecting ?? false), {
      rootMargin: MARGIN,
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);

  useEffect(() => {
    const update = () => setShown(!document.hidden);
    document.addEventListener('visibilitychange', update);
    return () => document.removeEventListener('visibilitychange', update);
  }, []);

  return near && shown;
}
