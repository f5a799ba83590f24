import type { RunView } from '../../store/state.ts';

export interface Continuation {
  readonly epochs: number;
  /** Whether they are the rest of the run rather than a whole run. */
  readonly rest: boolean;
}

/** The epochs to train in PyTorch: the rest of an unfinished run, else a whole run. */
export function continuation(
  { state, step }: Pick<RunView, 'state' | 'step'>,
  done: number,
  epochs: number,
): Continuation {
  const begun = (state === 'running' || state === 'paused' || state === 'error') && step > 0;
  const left = epochs - done;
  return begun && left > 0 ? { epochs: left, rest: true } : { epochs, rest: false };
}
