/**
 * Serves a built site as static hosts do: in a folder, packed, readable from every origin, cached by browsers for a few
 * minutes and compared by tag afterwards. It counts bytes on the wire, and its files can be replaced while it runs.
 * Of that `sirv` would only look up files: it packs nothing itself, counts nothing and serves one fixed folder.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { openLocalServer } from './local-server.ts';

/** Content types by extension; the files of these types are sent packed. */
export const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};

const OTHER_PAGE = '<!doctype html><title>Log in</title>';

export interface StaticHostOptions {
  /** The site's folder on this machine. */
  readonly files: string;
  /** The site's folder on the host, with both slashes. */
  readonly folder?: string;
  /** As on GitHub Pages unless given. */
  readonly cacheControl?: string;
}

export interface Sent {
  /** Within the site's folder. */
  readonly name: string;
  readonly status: number;
  /** On the wire, without headers. */
  readonly bytes: number;
}

export interface StaticHost {
  /** Of the site, with its slash. */
  readonly address: string;
  /** From now on serves the files of another folder, as after a new release. */
  replace(files: string): void;
  /** From now on answers these names with HTML and status 200, as a captive portal does. */
  answerHtml(names: RegExp): void;
  /** Everything since the last call, in order. */
  takeSent(): readonly Sent[];
  close(): Promise<void>;
}

export async function openStaticHost(options: StaticHostOptions): Promise<StaticHost> {
  const { folder = '/', cacheControl = 'max-age=600' } = options;
  let { files } = options;
  let wrong = /^$/;
  let sent: Sent[] = [];

  async function answer(pathname: string, tag: string | undefined) {
    if (!pathname.startsWith(folder)) return { status: 404, headers: {} };
    const name = pathname.slice(folder.length) || 'index.html';
    if (wrong.test(name)) {
      const headers = { 'content-type': CONTENT_TYPES['.html'], 'cache-control': 'no-store' };
      sent.push({ name, status: 200, bytes: OTHER_PAGE.length });
      return { status: 200, headers, body: OTHER_PAGE };
    }
    const file = path.join(files, path.normalize(`/${name}`));
    const content = await readFile(file).catch(() => null);
    const { status, headers, body } = content ? packed(file, content, tag, cacheControl) : { status: 404, headers: {} };
    sent.push({ name, status, bytes: body?.length ?? 0 });
    return { status, headers, body };
  }

  const server = await openLocalServer((request, response) => {
    void (async () => {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      const { status, headers, body } = await answer(pathname, request.headers['if-none-match']);
      const length = status === 304 ? {} : { 'content-length': body?.length ?? 0 };
      response.writeHead(status, { 'access-control-allow-origin': '*', ...headers, ...length }).end(body);
    })();
  }, '127.0.0.1');

  return {
    address: `http://127.0.0.1:${server.port}${folder}`,
    replace(next) {
      files = next;
    },
    answerHtml(names) {
      wrong = names;
    },
    takeSent() {
      const taken = sent;
      sent = [];
      return taken;
    },
    close: server.close,
  };
}

function packed(file: string, content: Buffer, tag: string | undefined, cacheControl: string) {
  const etag = `"${createHash('sha256').update(content).digest('hex').slice(0, 16)}"`;
  const type = CONTENT_TYPES[path.extname(file)];
  const headers = {
    'content-type': type ?? 'application/octet-stream',
    ...(type !== undefined && { 'content-encoding': 'gzip' }),
    'cache-control': cacheControl,
    etag,
  };
  if (tag === etag) return { status: 304, headers };
  return { status: 200, headers, body: type === undefined ? content : gzipSync(content, { level: 9 }) };
}
