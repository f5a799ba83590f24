/** Where the engine lives: in its worker, else in the page with the reason. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connectEngine } from './connect.ts';

vi.mock('./serve-in-page.ts', () => ({
  serveInPage: () => Object.assign(new EventTarget(), { postMessage: () => undefined, terminate: () => undefined }),
}));

/** Does nothing by itself; a test dispatches the events. */
class FakeWorker extends EventTarget {
  static latest: FakeWorker | undefined;
  readonly terminate = vi.fn<() => void>();
  readonly postMessage = vi.fn<() => void>();

  constructor() {
    super();
    FakeWorker.latest = this;
  }
}

beforeEach(() => {
  FakeWorker.latest = undefined;
  vi.stubGlobal('Worker', FakeWorker);
  vi.stubGlobal('self', { origin: 'https://page.test' });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

async function connecting(event?: Event) {
  const connected = connectEngine({ helloLimitMs: 50 });
  const worker = FakeWorker.latest;
  if (event) worker?.dispatchEvent(event);
  const connection = await connected;
  connection.engine.dispose();
  return { connection, worker };
}

describe('the engine', () => {
  it('lives in its worker once that says hello', async () => {
    const { connection } = await connecting(new MessageEvent('message', { data: { kind: 'hello' } }));
    expect(connection.where).toBe('worker');
  });

  it('lives in the page where the browser refuses workers', async () => {
    vi.stubGlobal('Worker', function refuse() {
      throw new DOMException('Workers are forbidden here', 'SecurityError');
    });
    const { connection } = await connecting();
    expect(connection).toMatchObject({ where: 'page', reason: 'Workers are forbidden here' });
  });

  it.each([
    ['the error', { message: 'let let is no language' }, 'let let is no language'],
    ['a sentence of its own where the browser gives none', {}, 'The worker could not be started'],
  ])('lives in the page where the worker’s script fails, and gives %s as the reason', async (_, fields, reason) => {
    const { connection, worker } = await connecting(Object.assign(new Event('error'), fields));
    expect(connection).toMatchObject({ where: 'page', reason });
    expect(worker?.terminate).toHaveBeenCalledOnce();
  });

  it('lives in the page where the worker sends no message within the limit, and that worker is ended', async () => {
    const { connection, worker } = await connecting();
    expect(connection).toMatchObject({ where: 'page', reason: 'The worker said nothing for 0.05 s' });
    expect(worker?.terminate).toHaveBeenCalledOnce();
  });
});
