/**
 * Handles the thread's pending messages before the caller continues. By a `MessageChannel`: `requestAnimationFrame`
 * (tfjs' `nextFrame`) stalls in hidden tabs and off-screen frames, and nested timers take at least 4 ms.
 */
export function yieldToMessages(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener(
      'message',
      () => {
        // An open port keeps a Node process running and its peer in memory.
        port1.close();
        resolve();
      },
      { once: true },
    );
    port1.start();
    port2.postMessage(null);
  });
}

/** Leaves the processor idle for at least `ms`; messages are handled meanwhile. */
export function restFor(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
