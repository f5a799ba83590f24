import { describe, expect, it, vi } from 'vitest';
import { createAppStore } from '../store/create-store.ts';
import type { RunState } from '../core/types.ts';
import { pauseOffScreen } from './off-screen.ts';
import { deferred } from './testing/fake-engine.ts';

function open() {
  const store = createAppStore();
  const enter = (state: RunState) => store.dispatch({ type: 'state', runId: 1, state, epoch: 1, step: 1 });
  const asked: string[] = [];
  const watched: { tell: (seen: boolean) => void; stopped: boolean } = { tell: () => undefined, stopped: false };
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
  const hold = pauseOffScreen(session, (tell) => {
    watched.tell = tell;
    return () => {
      watched.stopped = true;
    };
  });
  const see = (seen: boolean) => watched.tell(seen);
  return { hold, see, session, enter, asked, watched, state: () => store.getState().run.state };
}

const settled = () =>
  new Promise((resolve) => {
    setTimeout(resolve);
  });

describe('a run off the screen', () => {
  it('pauses, and goes on when it is back', async () => {
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

  it('pauses when it begins there, too', async () => {
    const { see, enter, state } = open();
    see(false);
    enter('running');
    await settled();
    expect(state()).toBe('paused');
  });

  it('stays paused where somebody else has paused it', async () => {
    const { hold, see, enter, asked } = open();
    enter('running');
    see(false);
    await settled();
    hold.release();
    see(true);
    await settled();
    expect(asked).toEqual(['pause']);
  });

  it('that was paused before is left alone', async () => {
    const { see, enter, asked } = open();
    enter('paused');
    see(false);
    see(true);
    await settled();
    expect(asked).toEqual([]);
  });

  it('is not taken up again after a reset', async () => {
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

  it('goes on although it was back before the pause was reached', async () => {
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

  it('pauses although it was gone again before it went on', async () => {
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

  it('changes nothing once it has been disposed of', async () => {
    const { hold, enter, see, asked, watched } = open();
    see(false);
    hold.dispose();
    expect(watched.stopped).toBe(true);
    enter('running');
    await settled();
    expect(asked).toEqual([]);
  });
});
