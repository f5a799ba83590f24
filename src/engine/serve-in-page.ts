/**
 * A stand-in for the worker where none can start: the same host in the page's own thread. It is spoken to
 * through a port all the same, so that arguments, copies and errors are what they are with a worker.
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
