/**
 * Lets the thread's messages in before the caller goes on. A `MessageChannel`, because `requestAnimationFrame`
 * (tfjs' `nextFrame`) stalls in hidden tabs and off-screen frames, and nested timers are held to 4 ms.
 */
export function yieldToMessages(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener(
      'message',
      () => {
        // An open port keeps a Node process, and its peer in memory, alive.
        port1.close();
        resolve();
      },
      { once: true },
    );
    port1.start();
    port2.postMessage(null);
  });
}

/** Leaves the processor to others for `ms`, at least; messages are let in meanwhile. */
export function restFor(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
