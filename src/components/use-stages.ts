import { useEffect, useState } from 'react';

/** Long enough for the browser to draw the last part, and to handle a stroke in between. */
const STAGE_MS = 30;

/**
 * The number of parts, of `count`, to render now: `first` at once, then one after the other. Rendering a large region at
 * once would block the pad for several frames.
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
