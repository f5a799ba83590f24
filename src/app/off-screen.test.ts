import { describe, expect, it, vi } from 'vitest';
import { createAppStore } from '../store/create-store.ts';
import type { RunState } from '../core/types.ts';
import { pauseOffScreen } from './off-screen.ts';
import { deferred } from './testing/fake-engine.ts';

function open() {
  const store = createAppStore();
  const enter = (state: RunState) => store.dispatch({ type: 'state', runId: 1, state, epoch: 1, step: 1 });
  const asked: string[] = [];
  const watched: { report: (seen: boolean) => void; stopped: boolean } = { report: () => undefined, stopped: false };
  const session = {
    store,
    pause: async () => {
      asked.push('pause');
      enter('paused');
    },
    resume: async () => {
      asked.push('resume');
      enter('running');
    },
    attempt: (action: () => Promise<unknown>) => void action(),
  };
  const hold = pauseOffScreen(session, (report) => {
    watched.report = report;
    return () => {
      watched.stopped = true;
    };
  });
  const see = (seen: boolean) => watched.report(seen);
  return { hold, see, session, enter, asked, watched, state: () => store.getState().run.state };
}

const settled = () =>
  new Promise((resolve) => {
    setTimeout(resolve);
  });

describe('a run in a frame off the screen', () => {
  it('pauses, and continues when the frame is back', async () => {
    const { see, enter, asked } = open();
    see(true);
    enter('running');
    see(false);
    await settled();
    expect(asked).toEqual(['pause']);
    see(true);
    await settled();
    expect(asked).toEqual(['pause', 'resume']);
  });

  it('pauses when it begins off the screen', async () => {
    const { see, enter, state } = open();
    see(false);
    enter('running');
    await settled();
    expect(state()).toBe('paused');
  });

  it('stays paused when the host has paused it too', async () => {
    const { hold, see, enter, asked } = open();
    enter('running');
    see(false);
    await settled();
    hold.release();
    see(true);
    await settled();
    expect(asked).toEqual(['pause']);
  });

  it('that was paused before stays paused', async () => {
    const { see, enter, asked } = open();
    enter('paused');
    see(false);
    see(true);
    await settled();
    expect(asked).toEqual([]);
  });

  it('is not resumed after a reset', async () => {
    const { see, enter, asked } = open();
    enter('running');
    see(false);
    await settled();
    enter('idle');
    enter('paused');
    see(true);
    await settled();
    expect(asked).toEqual(['pause']);
  });

  it('continues when the frame is back before the pause takes effect', async () => {
    const { see, enter, session, state } = open();
    const reached = deferred<void>();
    session.pause = async () => {
      await reached.promise;
      enter('paused');
    };
    enter('running');
    see(false);
    see(true);
    reached.resolve();
    await vi.waitFor(() => expect(state()).toBe('running'));
    await settled();
    expect(state()).toBe('running');
  });

  it('pauses when the frame leaves again before the resume takes effect', async () => {
    const { see, enter, session, state } = open();
    const reached = deferred<void>();
    session.resume = async () => {
      enter('running');
      await reached.promise;
    };
    enter('running');
    see(false);
    await settled();
    see(true);
    see(false);
    reached.resolve();
    await settled();
    expect(state()).toBe('paused');
  });

  it('is not paused after dispose', async () => {
    const { hold, enter, see, asked, watched } = open();
    see(false);
    hold.dispose();
    expect(watched.stopped).toBe(true);
    enter('running');
    await settled();
    expect(asked).toEqual([]);
  });
});
