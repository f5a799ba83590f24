/** The stored form of a run, and the summary that the offer shows. */
import * as v from 'valibot';
import { MODELS } from '../../core/config.ts';
import { PIXELS } from '../../core/types.ts';
import type { Snapshot } from '../../engine/snapshot.ts';
import { STORY, type Story } from '../../store/story.ts';
import type { DrawingView, SavedRunView } from '../../store/state.ts';

/** Raise it with every change that an older page would misread. */
export const FORMAT = 1;

export interface SavedRun extends SavedRunView {
  readonly format: typeof FORMAT;
  readonly snapshot: Snapshot;
  readonly story: Story;
  readonly drawing: Omit<DrawingView, 'id'>;
}

export interface RunToSave {
  readonly id: string;
  readonly snapshot: Snapshot;
  readonly story: Story;
  readonly drawing: DrawingView;
}

/** Null without a run or before its first step. */
export function savedRunOf({ id, snapshot, story, drawing: shown }: RunToSave): SavedRun | null {
  const { run, config } = snapshot;
  const { id: _id, ...drawing } = shown;
  if (!run || (run.epoch === 0 && run.batch === 0)) return null;
  return {
    format: FORMAT,
    id,
    savedAt: Date.now(),
    model: config.model,
    // After an epoch's last batch the next epoch counts, even if the test is still due.
    epoch: Math.min(run.finished ? config.epochs : run.epoch + 1, config.epochs),
    epochs: config.epochs,
    accuracy: story.figures.testAccuracy,
    finished: run.finished,
    snapshot,
    story,
    drawing,
  };
}

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** The largest time of a `Date`, in milliseconds. */
const LATEST = 8.64e15;
const SUMMARY: v.GenericSchema<SavedRunView & { readonly format: typeof FORMAT }> = v.object({
  format: v.literal(FORMAT),
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  savedAt: v.pipe(v.number(), v.minValue(0), v.maxValue(LATEST)),
  model: v.picklist(MODELS),
  epoch: count,
  epochs: count,
  accuracy: v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  finished: v.boolean(),
});

const coordinate = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const point = v.tuple([coordinate, coordinate]);
const DRAWING = v.object({
  strokes: v.pipe(v.array(v.pipe(v.array(point), v.maxLength(100_000))), v.maxLength(10_000)),
  raster: v.nullable(
    v.pipe(
      v.instance(Uint8Array),
      v.check((bytes) => bytes.length === PIXELS),
    ),
  ),
  sample: v.nullable(v.object({ index: count, label: v.pipe(count, v.maxValue(9)) })),
  picture: v.exactOptional(v.object({ name: v.string(), several: v.boolean() })),
});
/** The engine checks the contents before it changes anything. */
const SNAPSHOT = v.custom<Snapshot>((value) => typeof value === 'object' && value !== null);
const RUN = v.object({ snapshot: SNAPSHOT, story: STORY, drawing: DRAWING });

/** Null if this release can't read it. */
export function parseSummary(stored: unknown): SavedRunView | null {
  const parsed = v.safeParse(SUMMARY, stored);
  if (!parsed.success) return null;
  const { format: _, ...summary } = parsed.output;
  return summary;
}

/** Throws an Error that names the wrong field. */
export function parseRun(stored: unknown): Pick<SavedRun, 'snapshot' | 'story' | 'drawing'> {
  const parsed = v.safeParse(RUN, stored);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new Error(`${v.getDotPath(issue) ?? 'run'}: ${issue.message}`);
}
