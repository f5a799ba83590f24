/**
 * A small blog that serves the built page from a folder as static hosts do: compressed, and readable from every
 * origin. It counts what it sends.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { openLocalServer } from '../../scripts/lib/local-server.ts';
import { CONTENT_TYPES } from '../../scripts/lib/static-host.ts';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));

/** The page's folder on the blog. */
const FOLDER = '/blog/assets/softmax-live/';
/** The same files with the headers that a strict embedder policy requires. */
const ISOLATED_FOLDER = '/blog/isolated/softmax-live/';

const REQUIRE_CORP = { 'cross-origin-embedder-policy': 'require-corp' };
const ISOLATED = { ...REQUIRE_CORP, 'cross-origin-resource-policy': 'cross-origin' };

export interface Blog {
  /** Absolute, on `127.0.0.1`, so that a frame of it in a post belongs to another site. */
  readonly folder: string;
  /** The same with headers for isolated posts. */
  readonly isolatedFolder: string;
  /** Publishes a post and returns its address, on `localhost`. */
  post(body: string, options?: PostOptions): string;
  /** Files of the folder sent since the last call: path in it, and bytes on the wire without headers. */
  takeSent(): ReadonlyMap<string, number>;
  close(): Promise<void>;
}

export interface PostOptions {
  readonly isolated?: boolean;
  /** Content security policy; none by default. */
  readonly policy?: string;
}

interface Answer {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export async function openBlog(): Promise<Blog> {
  const posts = new Map<string, Answer>();
  let sent = new Map<string, number>();
  const packed = new Map<string, Promise<Buffer>>();

  function pack(file: string): Promise<Buffer> {
    const known = packed.get(file) ?? readFile(file).then((content) => gzipSync(content));
    packed.set(file, known);
    return known;
  }

  async function answer(pathname: string): Promise<Answer | null> {
    const post = posts.get(pathname);
    if (post) return post;
    const folder = [FOLDER, ISOLATED_FOLDER].find((start) => pathname.startsWith(start));
    if (folder === undefined) return null;
    const name = pathname.slice(folder.length) || 'index.html';
    const file = path.join(DIST, path.normalize(`/${name}`));
    try {
      const body = await pack(file);
      sent.set(name, (sent.get(name) ?? 0) + body.length);
      const type = CONTENT_TYPES[path.extname(file)] ?? 'application/octet-stream';
      const headers = { 'content-type': type, 'content-encoding': 'gzip', 'access-control-allow-origin': '*' };
      return { headers: folder === FOLDER ? headers : { ...headers, ...ISOLATED }, body };
    } catch {
      return null;
    }
  }

  const server = await openLocalServer((request, response) => {
    void (async () => {
      const found = await answer(new URL(request.url ?? '/', 'http://localhost').pathname);
      response.writeHead(found ? 200 : 404, { 'cache-control': 'no-store', ...found?.headers }).end(found?.body);
    })();
  });
  const { port } = server;

  return {
    folder: `http://127.0.0.1:${port}${FOLDER}`,
    isolatedFolder: `http://127.0.0.1:${port}${ISOLATED_FOLDER}`,
    post(body, { isolated = false, policy } = {}) {
      const pathname = `/blog/2026/post-${posts.size}/`;
      const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>A post</title>${body}</html>`;
      const headers = {
        'content-type': 'text/html; charset=utf-8',
        ...(isolated && REQUIRE_CORP),
        ...(policy !== undefined && { 'content-security-policy': policy }),
      };
      posts.set(pathname, { headers, body: Buffer.from(html) });
      return `http://localhost:${port}${pathname}`;
    },
    takeSent() {
      const taken = sent;
      sent = new Map();
      return taken;
    },
    close: server.close,
  };
}
