/**
 * A small blog with the built page in a folder of its own, served as static hosts do: packed, and readable from
 * every origin. It counts what it sends.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));

/** Where the page is on the blog, with its slash. */
export const FOLDER = '/blog/assets/softmax-live/';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

export interface Blog {
  /** The folder of the page, absolute, as `127.0.0.1`; a frame of it on `post` is another site's. */
  readonly folder: string;
  /** Puts a post online and gives its address, on `localhost`. */
  post(body: string): string;
  /** What of the folder has been sent since the last call: path within it, and bytes on the wire without headers. */
  takeSent(): ReadonlyMap<string, number>;
  close(): Promise<void>;
}

export async function openBlog(): Promise<Blog> {
  const posts = new Map<string, string>();
  let sent = new Map<string, number>();

  async function answer(pathname: string): Promise<{ readonly type: string; readonly body: Buffer } | null> {
    const post = posts.get(pathname);
    if (post !== undefined) return { type: 'text/html; charset=utf-8', body: Buffer.from(post) };
    if (!pathname.startsWith(FOLDER)) return null;
    const name = pathname.slice(FOLDER.length) || 'index.html';
    const file = path.join(DIST, path.normalize(`/${name}`));
    try {
      const type = TYPES[path.extname(file)] ?? 'application/octet-stream';
      const content = await readFile(file);
      const body = gzipSync(content);
      sent.set(name, (sent.get(name) ?? 0) + body.length);
      return { type, body };
    } catch {
      return null;
    }
  }

  const server = createServer((request, response) => {
    void (async () => {
      const found = await answer(new URL(request.url ?? '/', 'http://localhost').pathname);
      const headers = { 'access-control-allow-origin': '*', 'cache-control': 'no-store' };
      if (!found) {
        response.writeHead(404, headers).end();
        return;
      }
      const packed = posts.has(new URL(request.url ?? '/', 'http://localhost').pathname)
        ? {}
        : { 'content-encoding': 'gzip' };
      response.writeHead(200, { ...headers, ...packed, 'content-type': found.type }).end(found.body);
    })();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The blog has no port');
  const { port } = address;

  return {
    folder: `http://127.0.0.1:${port}${FOLDER}`,
    post(body) {
      const pathname = `/blog/2026/post-${posts.size}/`;
      posts.set(pathname, `<!doctype html><html lang="en"><meta charset="utf-8"><title>A post</title>${body}</html>`);
      return `http://localhost:${port}${pathname}`;
    },
    takeSent() {
      const taken = sent;
      sent = new Map();
      return taken;
    },
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}
