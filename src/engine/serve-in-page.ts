/**
 * Replaces the worker if none can start: the same host in the page's thread. It is reached through a port too, so that
 * arguments are checked and copied, and errors sent, as with a worker.
 */
import type { WorkerLike } from './client.ts';
import { createHost } from './host.ts';
import { serve } from './serve.ts';

export function serveInPage(): WorkerLike {
  const host = createHost();
  const { port1, port2 } = new MessageChannel();
  serve(port1, host);
  port1.start();
  port2.start();
  return Object.assign(port2, {
    terminate: () => {
      port2.close();
      host.dispose();
    },
  });
}
