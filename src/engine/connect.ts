/** Starts the engine in a worker, or in the page's own thread if no worker starts. */
// oxlint-disable-next-line import/default -- made by the bundler
import workerUrl from './worker.ts?worker&url';
import { messageOf } from '../core/message-of.ts';
import { inSandbox } from '../core/sandbox.ts';
import { withTimeout } from '../core/with-timeout.ts';
import { type ClientOptions, createClient } from './client.ts';
import type { Engine } from './engine.ts';
import type { ToPage } from './protocol.ts';

/** Includes the download of the worker's code over a slow connection. An error ends the wait early. */
const HELLO_LIMIT_MS = 20_000;

export type Connection =
  | { readonly engine: Engine; readonly where: 'worker' }
  | { readonly engine: Engine; readonly where: 'page'; readonly reason: string };

export interface ConnectOptions extends ClientOptions {
  readonly helloLimitMs?: number;
}

/** Rejects only if the engine's code cannot be loaded. */
export async function connectEngine({
  helloLimitMs = HELLO_LIMIT_MS,
  ...options
}: ConnectOptions = {}): Promise<Connection> {
  try {
    const worker = startWorker();
    await heardFrom(worker, helloLimitMs);
    return { engine: createClient(worker, options), where: 'worker' };
  } catch (cause) {
    const reason = messageOf(cause);
    const { serveInPage } = await import('./serve-in-page.ts');
    return { engine: createClient(serveInPage(), options), where: 'page', reason };
  }
}

function startWorker(): Worker {
  if (!inSandbox()) return new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  // A worker's URL must be same-origin. In a sandboxed frame only a data: URL is; it can import the real script if
  // the host sends Access-Control-Allow-Origin.
  const absolute = new URL(workerUrl, import.meta.url).href;
  const shim = `import ${JSON.stringify(absolute)}`;
  return new Worker(`data:text/javascript,${encodeURIComponent(shim)}`, { type: 'module' });
}

/** A worker can fail to start without an exception or an event: one that sends no hello in time is terminated. */
async function heardFrom(worker: Worker, limitMs: number): Promise<void> {
  const heard = new AbortController();
  const { signal } = heard;
  try {
    const hello = new Promise<void>((resolve, reject) => {
      worker.addEventListener(
        'message',
        ({ data }: MessageEvent<ToPage>) => {
          if (data.kind === 'hello') resolve();
        },
        { signal },
      );
      worker.addEventListener(
        'error',
        ({ message }) => {
          // Firefox and Safari give no message if the script could not be loaded.
          reject(new Error(message === undefined || message === '' ? 'The worker could not be started' : message));
        },
        { signal },
      );
    });
    await withTimeout(hello, limitMs, 'The worker', 'said nothing for');
  } catch (cause) {
    worker.terminate();
    throw cause;
  } finally {
    heard.abort();
  }
}
