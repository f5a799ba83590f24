/** The time from ink to probabilities, from what `observe` recorded in the page. Pure. */
import type { Observed } from '../page/observe.ts';

/** All in milliseconds. */
export interface Latency {
  /** From the last ink event to its ten probabilities in the document. */
  readonly total: number;
  /** Until the engine was asked: the frame that makes an image of the drawing. */
  readonly toAsk: number;
  /** Until the engine answered: the current chunk of training, and the prediction. */
  readonly toReply: number;
  /** Until the document had the values: React. */
  readonly toDocument: number;
}

type Seen = Pick<Observed, 'asks' | 'inks' | 'changes'>;

/** For the last ink of a stroke; null if no question followed it, or if its answer has not arrived. */
export function latencyOfStroke({ asks, inks, changes }: Seen): Latency | null {
  const ask = asks.at(-1);
  const ink = inks.findLast((at) => ask !== undefined && at <= ask.at);
  if (!ask || ink === undefined || ask.repliedAt === null) return null;
  const { repliedAt, shown } = ask;
  const shownAt = shown ? repliedAt : changes.find(({ at, answered }) => answered && at >= repliedAt)?.at;
  if (shownAt === undefined) return null;
  return {
    total: shownAt - ink,
    toAsk: ask.at - ink,
    toReply: repliedAt - ask.at,
    toDocument: shownAt - repliedAt,
  };
}

/** From the first ink on an empty pad to the first probabilities. */
export function latencyOfFirstInk({ inks, changes }: Pick<Seen, 'inks' | 'changes'>): number | null {
  const [ink] = inks;
  const change = changes.find(({ at, answered }) => answered && ink !== undefined && at >= ink);
  return ink === undefined || !change ? null : change.at - ink;
}
