import { useEffect, useState } from 'react';

/** Long enough for the browser to draw what came before, and to answer a stroke in between. */
const STAGE_MS = 30;

/**
 * How many of `count` parts may be on the page by now: the `first` at once, then one after the other. A large part of
 * the page that came in one piece would keep the pad from answering for the time of several frames.
 */
export function useStages(count: number, first = 1): number {
  const [stage, setStage] = useState(first);
  useEffect(() => {
    if (stage >= count) return undefined;
    const timer = setTimeout(() => setStage(stage + 1), STAGE_MS);
    return () => clearTimeout(timer);
  }, [stage, count]);
  return stage;
}
