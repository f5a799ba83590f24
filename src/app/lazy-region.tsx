/**
 * A region in a chunk of its own, loaded after the first render; the children are shown until then. It does not use
 * `lazy` and Suspense: React defers a Suspense boundary while more urgent updates are due, and a run on a slow machine
 * updates the store ten times a second.
 */
import type { Elements, ElementsOf } from '../components/elements.ts';
import { createLoader } from '../components/load-part.ts';
import { useLoaded } from '../components/use-loaded.ts';
import { withWords } from '../components/words.ts';
import type { PartName } from '../i18n/messages.ts';
import { createLoadQueue } from './load-queue.ts';
import { whenIdle } from './when-idle.ts';

/** A slow device may never be idle. */
const IDLE_LIMIT_MS = 1500;
/** A chunk that hangs must not block the next regions. */
const LOAD_LIMIT_MS = 5000;

/** One region at a time, in the order on the page. */
const queue = createLoadQueue(() => whenIdle(IDLE_LIMIT_MS), LOAD_LIMIT_MS);

/** A loader for `LazyRegion`. `words`: the catalogue that the region needs. */
export function createRegionLoader<Module>(
  words: PartName,
  load: () => Promise<Module>,
  pick: (module: Module) => ElementsOf<object>,
): () => Promise<ElementsOf<object>> {
  const loadPart = withWords(words, createLoader(load, pick));
  return () => queue.add(loadPart);
}

/** Settles when every region requested so far has loaded, has failed, or has exceeded the limit. */
export function allRegionsLoaded(): Promise<void> {
  return queue.settled();
}

export interface LazyRegionProps {
  /** From `createRegionLoader`. If it fails, the error boundary around this region shows a retry button. */
  readonly load: () => Promise<ElementsOf<object>>;
  readonly children: Elements;
}

export function LazyRegion({ load, children }: LazyRegionProps) {
  const loaded = useLoaded(load);
  return loaded ? <loaded.Component /> : children;
}
