/** From ink to probabilities, out of what was observed in the page. Pure. */
import type { Observed } from '../page/observe.ts';

/** All in milliseconds. */
export interface Latency {
  /** From the last ink event to the ten probabilities in the document that answer it. */
  readonly total: number;
  /** Until the engine was asked: the frame in which the drawing was made an image. */
  readonly toAsk: number;
  /** Until it answered: the chunk of training under way, and the prediction. */
  readonly toReply: number;
  /** Until the document had it: React. */
  readonly toDocument: number;
}

type Seen = Pick<Observed, 'asks' | 'inks' | 'changes'>;

/** Of the last ink of a stroke; null if it changed nothing any more, or if its answer has not come. */
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
