import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { idxBytes, idxFile } from '../../src/engine/testing/idx-fixtures.ts';
import { Mirrors } from './mnist-mirrors.ts';
import { proxyIn } from './proxy.ts';

const FILE = idxFile('some-labels-idx1-ubyte', 'labels', 30);
const CONTENT = idxBytes('labels', 30);

describe('the proxy', () => {
  it.each([
    [{}, null],
    [{ HTTPS_PROXY: '' }, null],
    [{ HTTPS_PROXY: 'http://a:1', http_proxy: 'http://b:2' }, 'http://a:1'],
    [{ https_proxy: 'http://a:1' }, 'http://a:1'],
    [{ HTTP_PROXY: ' http://a:1 ' }, 'http://a:1'],
    [{ ALL_PROXY: 'socks5://a:1' }, 'socks5://a:1'],
    [{ npm_config_https_proxy: 'http://a:1' }, 'http://a:1'],
    [{ HTTPS_PROXY: 'a:1' }, 'http://a:1'],
  ])('of %j is %j', (env, url) => {
    expect(proxyIn(env)?.url ?? null).toBe(url);
  });
});

async function get(mirror: string, env: Readonly<Record<string, string>>) {
  const mirrors = new Mirrors({ mirrors: [mirror], output: { write: () => undefined }, env });
  const content = await mirrors.get(FILE, async (bytes) => bytes);
  return { content, problems: mirrors.problems };
}

/** A proxy that has the file itself, and opens no tunnel. It is also a mirror. */
describe('a download of MNIST', () => {
  let server: Server;
  let address = '';
  let requests: Pick<IncomingMessage, 'url' | 'headers'>[] = [];

  beforeEach(async () => {
    requests = [];
    server = createServer((request, response) => {
      requests.push(request);
      response.end(CONTENT);
    });
    server.on('connect', (request, socket) => {
      requests.push(request);
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    // A server with a port has such an address.
    address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });

  it('goes through the proxy, with its password', async () => {
    const { content, problems } = await get('http://mirror.test/mnist/', { HTTP_PROXY: `http://me:secret@${address}` });
    expect(problems).toEqual([]);
    expect(content && Buffer.compare(content, CONTENT)).toBe(0);
    expect(requests.map(({ url }) => url)).toEqual([`http://mirror.test/mnist/${FILE.name}.gz`]);
    expect(requests[0]?.headers['proxy-authorization']).toBe(`Basic ${Buffer.from('me:secret').toString('base64')}`);
  });

  it('over https goes through a tunnel; a refusal names the proxy without its password', async () => {
    const { content, problems } = await get('https://mirror.test/', { HTTPS_PROXY: `http://me:secret@${address}` });
    expect(content).toBeNull();
    expect(requests.map(({ url }) => url)).toEqual(['mirror.test:443']);
    expect(problems).toEqual([expect.stringContaining(`mirror.test (through HTTPS_PROXY=http://${address})`)]);
    expect(problems[0]).not.toContain('secret');
  });

  it('from a host in NO_PROXY does not use the proxy', async () => {
    const env = { HTTPS_PROXY: 'http://127.0.0.1:1', NO_PROXY: 'localhost,127.0.0.1' };
    const { content, problems } = await get(`http://${address}/`, env);
    expect(problems).toEqual([]);
    expect(content).not.toBeNull();
  });

  it.each(['http://127.0.0.1:1', 'ftp://127.0.0.1', 'http://'])(
    'through the proxy %j, which cannot be used, fails with its name',
    async (proxy) => {
      const { content, problems } = await get('https://mirror.test/', { HTTPS_PROXY: proxy });
      expect(content).toBeNull();
      expect(problems).toEqual([expect.stringContaining(`mirror.test (through HTTPS_PROXY=${proxy}): `)]);
    },
  );
});
