/** Polling: a WebGL context has no events for finished work. */
import { yieldToMessages } from '../../yield.ts';

/** A timer of 1 ms that takes longer than this is throttled by the browser, as in hidden tabs. */
const SLOWED_MS = 20;

/** Polls about once a millisecond until `done` returns true or throws. */
export async function until(done: () => boolean): Promise<void> {
  let slowed = false;
  while (!done()) {
    // A message first: it keeps timers from counting as nested, which browsers hold to 4 ms.
    // oxlint-disable-next-line no-await-in-loop
    await yieldToMessages();
    const before = performance.now();
    // Polling without a pause would take a processor from a software renderer.
    // oxlint-disable-next-line no-await-in-loop
    if (!slowed) await new Promise((resolve) => setTimeout(resolve, 1));
    slowed ||= performance.now() - before > SLOWED_MS;
  }
}

/** Settles when the device has finished all work so far; rejects after `limitMs`, or if the context is lost. */
export async function finished(gl: WebGL2RenderingContext, limitMs: number): Promise<void> {
  const sync = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
  gl.flush();
  const deadline = performance.now() + limitMs;
  try {
    await until(() => {
      if (!sync || gl.isContextLost()) throw new Error('The WebGL context is lost');
      if (gl.getSyncParameter(sync, gl.SYNC_STATUS) === gl.SIGNALED) return true;
      if (performance.now() > deadline) throw new Error(`No answer within ${limitMs / 1000} s`);
      return false;
    });
  } finally {
    gl.deleteSync(sync);
  }
}
