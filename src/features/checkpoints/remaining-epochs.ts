import type { RunView } from '../../store/state.ts';

export interface Continuation {
  readonly epochs: number;
  /** Whether they are the rest of a run, not a run of their own. */
  readonly rest: boolean;
}

/** How long to go on: for what is left of a run that has begun and is not done, else for as long as a run takes. */
export function continuation(
  { state, step }: Pick<RunView, 'state' | 'step'>,
  done: number,
  epochs: number,
): Continuation {
  const begun = (state === 'running' || state === 'paused' || state === 'error') && step > 0;
  const left = epochs - done;
  return begun && left > 0 ? { epochs: left, rest: true } : { epochs, rest: false };
}
