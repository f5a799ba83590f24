/**
 * Keeps the page for visits without a network: registers the service worker, `offline-worker.ts`. A frame does not: it
 * would use its host's storage quota, for a visit that its host can't serve without a network either.
 */
import { inSandbox } from '../core/sandbox.ts';
import type { TakeOver } from './offline-message.ts';
import { whenIdle } from './when-idle.ts';

const IDLE_LIMIT_MS = 5000;

/** What is asked of the browser. */
export interface OfflineSetting {
  readonly frame: Pick<Window, 'parent'>;
  /** Null without service workers, as outside of secure contexts. */
  readonly container: Pick<ServiceWorkerContainer, 'register'> | null;
  /** Of the page, with its slash. */
  readonly folder: string;
}

const message: TakeOver = { type: 'take-over', script: import.meta.url };

/** Never rejects. `quiet` settles when the page is idle. */
export async function keepForOffline(quiet: Promise<unknown>, setting: OfflineSetting): Promise<void> {
  const { frame, container, folder } = setting;
  if (frame.parent !== frame || container === null) return;
  // The engine's failure is reported elsewhere.
  await quiet.catch(() => undefined);
  try {
    const registration = await container.register(new URL('service-worker.js', folder), { scope: folder });
    const ask = (): void => registration.waiting?.postMessage(message);
    const askWhenInstalled = (): void => registration.installing?.addEventListener('statechange', ask);
    registration.addEventListener('updatefound', askWhenInstalled);
    askWhenInstalled();
    ask();
  } catch {
    // The browser doesn't allow it, or the network is down. Only offline visits are lost; the next visit tries again.
  }
}

/** Null in the development server, whose files must not be cached, and where the browser refuses. */
export function serviceWorkers(): ServiceWorkerContainer | null {
  if (!import.meta.env.PROD || inSandbox()) return null;
  return 'serviceWorker' in navigator ? navigator.serviceWorker : null;
}

/** Settles when `ready` has settled in either way and the page is loaded and idle. */
export async function quietAfter(ready: Promise<unknown>): Promise<void> {
  await ready.catch(() => undefined);
  if (document.readyState !== 'complete') {
    await new Promise((resolve) => {
      addEventListener('load', resolve, { once: true });
    });
  }
  await whenIdle(IDLE_LIMIT_MS);
}
