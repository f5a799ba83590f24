/**
 * A region in a chunk of its own, loaded when the page is rendered; the children are shown until then. Not with `lazy`
 * and Suspense: React shows a Suspense boundary only when nothing more urgent is due, and a run on a slow machine moves
 * the store ten times a second.
 */
import type { ComponentType, ReactNode } from 'react';
import { createLoader } from '../components/load-part.ts';
import { useLoaded } from '../components/use-loaded.ts';
import { withWords } from '../components/words.ts';
import type { PartName } from '../i18n/messages.ts';
import { createLoadQueue } from './load-queue.ts';
import { whenIdle } from './when-idle.ts';

/** A slow device may never be idle. */
const IDLE_LIMIT_MS = 1500;
/** One chunk that hangs must not keep the regions behind it from the page. */
const LOAD_LIMIT_MS = 5000;

/** One region at a time, in the order on the page: each is shown before the next one is loaded. */
const queue = createLoadQueue(() => whenIdle(IDLE_LIMIT_MS), LOAD_LIMIT_MS);

/** For `LazyRegion`. `words`: the catalogue that the region needs. */
export function createRegionLoader<Module>(
  words: PartName,
  load: () => Promise<Module>,
  pick: (module: Module) => ComponentType,
): () => Promise<ComponentType> {
  const loadPart = withWords(words, createLoader(load, pick));
  return () => queue.add(loadPart);
}

/** Settles when every region that has been asked for so far is here, has failed, or is late. */
export function allRegionsLoaded(): Promise<void> {
  return queue.settled();
}

export interface LazyRegionProps {
  /** From `createRegionLoader`. Where it fails, the error boundary around this region offers another try. */
  readonly load: () => Promise<ComponentType>;
  readonly children: ReactNode;
}

export function LazyRegion({ load, children }: LazyRegionProps) {
  const loaded = useLoaded(load);
  return loaded ? <loaded.Component /> : children;
}
