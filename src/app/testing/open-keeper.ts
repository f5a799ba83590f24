/** A run keeper whose storage, locks, clock and state the test controls. */
import { vi } from 'vitest';
import type { Notice } from '../../core/notices.ts';
import { INITIAL_STATE } from '../../store/initial-state.ts';
import type { AppState } from '../../store/state.ts';
import { RunKeeper, type RunKeeperParts } from '../runs/run-keeper.ts';
import { FakeLocks, FakeRuns } from './fake-runs.ts';

export function openKeeper(parts: Pick<RunKeeperParts, 'failureReported'> = {}) {
  const storage = new FakeRuns();
  const locks = new FakeLocks();
  const reported: Notice[] = [];
  const worksAgain = vi.fn<RunKeeperParts['worksAgain']>();
  let state: AppState = { ...INITIAL_STATE, run: { ...INITIAL_STATE.run, runId: 1 } };
  let now = 0;
  const keeper = new RunKeeper({
    storage,
    locks,
    read: () => state,
    notify: (one) => reported.push(one),
    worksAgain,
    now: () => now,
    ...parts,
  });
  return {
    keeper,
    storage,
    locks,
    reported,
    worksAgain,
    pass: (ms: number) => {
      now += ms;
    },
    beginRun: (runId: number) => {
      state = { ...state, run: { ...state.run, runId } };
    },
    stored: async () => {
      await keeper.settled;
      return [...storage.kept.values()].map(({ snapshot }) => snapshot.run?.batch);
    },
  };
}
