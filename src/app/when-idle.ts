/** Settles when the main thread has nothing else to do, or after `limitMs`. */
export async function whenIdle(limitMs: number): Promise<void> {
  await new Promise<unknown>((resolve) => {
    // Safari has no idle callbacks.
    if ('requestIdleCallback' in globalThis) requestIdleCallback(resolve, { timeout: limitMs });
    else setTimeout(resolve, Math.min(limitMs, 200));
  });
}
