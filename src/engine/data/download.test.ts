import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Connection, download } from './download.ts';
import { gzipped } from '../testing/idx-fixtures.ts';
import type { Reconnection } from './reconnection.ts';
import { RECONNECT_AT_ONCE, type Script, ScriptedHost, gzipLike } from '../testing/scripted-host.ts';

const FILE = gzipLike(20_000);
/** The same with another beginning, like a file whose `Content-Encoding` was undone on the way. */
const UNPACKED = FILE.slice().fill(0, 0, 2);

interface Setting {
  readonly reconnection?: Reconnection;
  readonly proven?: boolean;
  readonly stallMs?: number;
  readonly signal?: AbortSignal;
}

async function load(host: ScriptedHost, setting: Setting = {}) {
  const connection: Connection = { proven: setting.proven ?? false, pieced: false, cuts: 0 };
  const cuts: number[] = [];
  const parts: Uint8Array[] = [];
  const bytes = download({
    url: 'https://page.test/mnist/file.gz',
    file: 'file',
    fetch: host.fetch,
    signal: setting.signal ?? new AbortController().signal,
    stallMs: setting.stallMs ?? 20_000,
    reconnection: setting.reconnection ?? RECONNECT_AT_ONCE,
    connection,
    onConnection: () => cuts.push(connection.cuts),
  });
  for await (const chunk of bytes) parts.push(chunk.slice());
  return { bytes: Buffer.concat(parts), connection, cuts };
}

const nineTimes = (script: Script): readonly Script[] => Array.from({ length: 9 }, () => script);
const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;

describe('a download whose connection breaks', () => {
  it('continues where it was after each break', async () => {
    const host = new ScriptedHost(FILE, [{ cutAfter: 7000 }, { cutAfter: 5500 }]);
    const { bytes, connection, cuts } = await load(host);
    expect(same(bytes, FILE)).toBe(true);
    expect(host.asked).toEqual([
      { range: null, ifRange: null },
      { range: 'bytes=7000-', ifRange: '"1"' },
      { range: 'bytes=12500-', ifRange: '"1"' },
    ]);
    expect(connection).toEqual({ proven: true, pieced: true, cuts: 0 });
    expect(cuts).toEqual([1, 0, 1, 0]);
  });

  it('yields the same bytes wherever it breaks, with or without ranges', async () => {
    const script = fc.record({ cutAfter: fc.integer({ min: 0, max: FILE.length }), ignoreRange: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(
        fc.array(script, { maxLength: 3 }),
        fc.constantFrom('"1"', 'W/"1"', null),
        fc.constantFrom(FILE, UNPACKED),
        fc.constantFrom<ResponseType>('basic', 'cors'),
        async (scripts, etag, file, type) => {
          const { bytes } = await load(new ScriptedHost(file, scripts, etag, type), { proven: true });
          expect(same(bytes, file)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('skips the known bytes if the host answers with the whole file', async () => {
    const host = new ScriptedHost(FILE, [{ cutAfter: 7000 }, { ignoreRange: true }]);
    expect(same((await load(host)).bytes, FILE)).toBe(true);
  });

  it('requests no range if the bytes were unpacked on the way', async () => {
    const host = new ScriptedHost(UNPACKED, [{ cutAfter: 7000 }]);
    expect(same((await load(host)).bytes, UNPACKED)).toBe(true);
    expect(host.asked).toEqual([
      { range: null, ifRange: null },
      { range: null, ifRange: null },
    ]);
  });

  it('requests no range if the host declares a Content-Encoding', async () => {
    const headers = { 'content-encoding': 'gzip' };
    const host = new ScriptedHost(FILE, [{ cutAfter: 7000, headers }, { headers }]);
    expect(same((await load(host)).bytes, FILE)).toBe(true);
    expect(host.asked[1]?.range).toBeNull();
  });

  it('sends no If-Range to another origin, and requests the whole file if that origin refuses Range', async () => {
    const host = new ScriptedHost(FILE, [{ cutAfter: 7000 }, { refused: true }], '"1"', 'cors');
    expect(same((await load(host)).bytes, FILE)).toBe(true);
    expect(host.asked).toEqual([
      { range: null, ifRange: null },
      { range: 'bytes=7000-', ifRange: null },
      { range: null, ifRange: null },
    ]);
  });

  it('is complete if it breaks after the last byte', async () => {
    const host = new ScriptedHost(FILE, [{ cutAfter: FILE.length }]);
    const { bytes, connection } = await load(host);
    expect(same(bytes, FILE)).toBe(true);
    expect(connection.pieced).toBe(false);
  });

  it('continues if the connection ends before the announced length', async () => {
    const short = { body: FILE.slice(0, 9000), headers: { 'content-length': String(FILE.length) } };
    const host = new ScriptedHost(FILE, [short]);
    expect(same((await load(host)).bytes, FILE)).toBe(true);
    expect(host.asked).toHaveLength(2);
  });

  it('retries after a 503 and after the web page of a captive portal', async () => {
    const page = { body: new Uint8Array(30_000), ignoreRange: true, headers: { 'content-type': 'text/html' } };
    const host = new ScriptedHost(FILE, [{ cutAfter: 7000 }, { status: 503 }, page]);
    expect(same((await load(host)).bytes, FILE)).toBe(true);
  });

  it('continues whatever content type the host gives the file', async () => {
    const headers = { 'content-type': 'text/html' };
    const host = new ScriptedHost(FILE, [{ cutAfter: 7000, headers }, { headers }]);
    expect(same((await load(host)).bytes, FILE)).toBe(true);
  });

  it('fails with network when all retries fail', async () => {
    const host = new ScriptedHost(FILE, [{ cutAfter: 7000 }, ...nineTimes({ refused: true })]);
    await expect(load(host)).rejects.toMatchObject({ name: 'DataError', problem: 'network' });
    expect(host.asked).toHaveLength(4);
  });

  it('is not retried at a host that has never sent anything', async () => {
    const host = new ScriptedHost(FILE, [{ refused: true }]);
    await expect(load(host)).rejects.toMatchObject({ problem: 'network' });
    expect(host.asked).toHaveLength(1);
  });

  it('is retried at a host that has sent another file', async () => {
    const host = new ScriptedHost(FILE, [{ refused: true }]);
    expect(same((await load(host, { proven: true })).bytes, FILE)).toBe(true);
  });

  it('is retried at once when the browser is online again', async () => {
    const online = new EventTarget();
    const reconnection: Reconnection = {
      pausesMs: [1e9],
      isOnline: () => true,
      onOnline(listener) {
        online.addEventListener('online', listener);
        queueMicrotask(() => online.dispatchEvent(new Event('online')));
        return () => online.removeEventListener('online', listener);
      },
    };
    const host = new ScriptedHost(FILE, [{ cutAfter: 7000 }, { refused: true }, { refused: true }]);
    expect(same((await load(host, { reconnection })).bytes, FILE)).toBe(true);
  });

  it('rejects with the reason of an abort during the pause before a retry', async () => {
    const controller = new AbortController();
    const reconnection: Reconnection = {
      pausesMs: [1e9],
      isOnline: () => true,
      onOnline() {
        queueMicrotask(() => controller.abort(new Error('enough')));
        return () => undefined;
      },
    };
    const host = new ScriptedHost(FILE, [{ cutAfter: 7000 }]);
    await expect(load(host, { reconnection, signal: controller.signal })).rejects.toThrow('enough');
  });
});

describe('a download from a host that drips', () => {
  it('is retried once and then fails with timeout, however regularly bytes come', async () => {
    const host = new ScriptedHost(FILE, nineTimes({ silentAfter: 10 }));
    await expect(load(host, { stallMs: 30 })).rejects.toMatchObject({ problem: 'timeout' });
    expect(host.asked).toHaveLength(2);
  });
});

describe('a download whose file changes during a break', () => {
  it.each<[string, (host: ScriptedHost) => void]>([
    ['tag', () => undefined],
    ['length', (host) => (host.file = FILE.slice(0, 15_000))],
    ['length, now below the bytes received', (host) => (host.file = FILE.slice(0, 100))],
  ])('fails with changed because of its %s', async (name, change) => {
    const isTag = name === 'tag';
    const host = new ScriptedHost(
      FILE,
      [{ cutAfter: 7000 }, isTag ? { headers: { etag: '"2"' } } : {}],
      isTag ? '"1"' : null,
    );
    const loading = load(host, {
      reconnection: {
        ...RECONNECT_AT_ONCE,
        onOnline() {
          change(host);
          return () => undefined;
        },
      },
    });
    await expect(loading).rejects.toMatchObject({ problem: 'changed' });
  });

  it('fails with changed if the part begins elsewhere', async () => {
    const headers = { 'content-range': 'bytes 8000-19999/20000' };
    const host = new ScriptedHost(FILE, [{ cutAfter: 7000 }, { headers }]);
    await expect(load(host)).rejects.toMatchObject({ problem: 'changed' });
  });
});

describe('gzipLike', () => {
  it('begins like a gzip file', async () => {
    expect([...(await gzipped(new Uint8Array(9))).subarray(0, 2)]).toEqual([...FILE.subarray(0, 2)]);
  });
});
