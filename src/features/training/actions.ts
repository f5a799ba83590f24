/** The actions on the run that each state allows. */
import type { RunState } from '../../core/types.ts';

export type MainAction = 'train' | 'pause' | 'resume';

const MAIN_ACTION: Readonly<Record<RunState, MainAction>> = {
  loading: 'train',
  idle: 'train',
  running: 'pause',
  paused: 'resume',
  finished: 'train',
  error: 'train',
};

export interface Actions {
  readonly main: MainAction;
  /** Whether the main action and Reset are enabled. In `error` there is no engine. */
  readonly usable: boolean;
  readonly step: boolean;
}

export function actionsIn(state: RunState, hasModel: boolean): Actions {
  const usable = hasModel && state !== 'loading' && state !== 'error';
  return { main: MAIN_ACTION[state], usable, step: usable && (state === 'idle' || state === 'paused') };
}
