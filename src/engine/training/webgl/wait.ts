/** Waiting for what a WebGL context tells only when asked. */
import { yieldToMessages } from '../../yield.ts';

/** A timer that takes this much longer than asked for is one that the browser slows down, as in hidden tabs. */
const SLOWED_MS = 20;

/** Asks again and again, about once a millisecond, until `done` says so or throws. */
export async function until(done: () => boolean): Promise<void> {
  let slowed = false;
  while (!done()) {
    // First a message, also in order that timers are not held to 4 ms as nested ones are.
    // oxlint-disable-next-line no-await-in-loop
    await yieldToMessages();
    const before = performance.now();
    // Asking without a pause would take a processor's time from a renderer that runs on it.
    // oxlint-disable-next-line no-await-in-loop
    if (!slowed) await new Promise((resolve) => setTimeout(resolve, 1));
    slowed ||= performance.now() - before > SLOWED_MS;
  }
}

/** Settles when the device has finished what was asked of it so far; rejects after `limitMs`, or if the context is lost. */
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
