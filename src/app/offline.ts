/**
 * Keeps the page for visits without a network: registers the service worker, `offline-worker.ts`. Only the page on
 * its own does that. A frame in somebody else's page would fill that page's share of the reader's disk, for a visit
 * that its host could not make without a network either.
 */
import { inSandbox } from '../core/sandbox.ts';
import type { TakeOver } from './offline-message.ts';
import { whenIdle } from './when-idle.ts';

const IDLE_LIMIT_MS = 5000;

/** What is asked of the browser. */
export interface OfflineSetting {
  readonly frame: Pick<Window, 'parent'>;
  /** Null where there are none, as outside of secure contexts. */
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
    // The browser doesn't allow it, or the network is gone. Only the visit without a network is lost; the next visit
    // tries again.
  }
}

/** Null in the development server, whose files are not meant to be kept, and where the browser refuses. */
export function serviceWorkers(): ServiceWorkerContainer | null {
  if (!import.meta.env.PROD || inSandbox()) return null;
  return 'serviceWorker' in navigator ? navigator.serviceWorker : null;
}

/** Once the page is loaded, whatever `ready` says, and idle. */
export async function quietAfter(ready: Promise<unknown>): Promise<void> {
  await ready.catch(() => undefined);
  if (document.readyState !== 'complete') {
    await new Promise((resolve) => {
      addEventListener('load', resolve, { once: true });
    });
  }
  await whenIdle(IDLE_LIMIT_MS);
}
