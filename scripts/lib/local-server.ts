/** An HTTP server on a free port of this machine, for tests and measurements. */
import { createServer, type RequestListener } from 'node:http';

export interface LocalServer {
  readonly port: number;
  /** Ends open connections too. */
  readonly close: () => Promise<void>;
}

/** `hostname`: the address to listen on; every address of this machine by default. */
export async function openLocalServer(listener: RequestListener, hostname?: string): Promise<LocalServer> {
  const server = createServer(listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, hostname, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return {
    port: address.port,
    close: () =>
      new Promise((resolve, reject) => {
        server.closeAllConnections();
        server.close((error) => (error ? reject(error) : resolve()));
      }),
  };
}
