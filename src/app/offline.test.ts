import { describe, expect, it, vi } from 'vitest';
import { isTakeOver } from './offline-message.ts';
import { keepForOffline } from './offline.ts';

const FOLDER = 'https://example.org/blog/softmax-live/';

interface Worker extends EventTarget {
  readonly postMessage: (message: unknown) => void;
}

function createWorker(): Worker & { readonly received: readonly unknown[] } {
  const received: unknown[] = [];
  return Object.assign(new EventTarget(), { received, postMessage: (message: unknown) => void received.push(message) });
}

class Registration extends EventTarget {
  installing: Worker | null = null;
  waiting: Worker | null = null;
}

function setting(register: () => Promise<Registration>) {
  const frame = { parent: {} as Window };
  const container = { register: vi.fn(register) };
  const own = { frame, container: container as unknown as Pick<ServiceWorkerContainer, 'register'>, folder: FOLDER };
  frame.parent = frame as Window;
  return { frame, container, setting: own };
}

describe('the page registers its service worker', () => {
  it('for its own folder, once the page is idle', async () => {
    const idle = new AbortController();
    const quiet = new Promise((resolve) => {
      idle.signal.addEventListener('abort', resolve);
    });
    const { container, setting: own } = setting(async () => new Registration());
    const done = keepForOffline(quiet, own);
    expect(container.register).not.toHaveBeenCalled();
    idle.abort();
    await done;
    expect(container.register).toHaveBeenCalledWith(new URL(`${FOLDER}service-worker.js`), { scope: FOLDER });
  });

  it('even when the engine fails to start', async () => {
    const { container, setting: own } = setting(async () => new Registration());
    await keepForOffline(Promise.reject(new Error('no backend')), own);
    expect(container.register).toHaveBeenCalledOnce();
  });

  it('neither in a frame nor without service worker support', async () => {
    const { frame, container, setting: own } = setting(async () => new Registration());
    frame.parent = {} as Window;
    await keepForOffline(Promise.resolve(), own);
    expect(container.register).not.toHaveBeenCalled();
    await expect(
      keepForOffline(Promise.resolve(), { ...own, frame: own.frame, container: null }),
    ).resolves.toBeUndefined();
  });

  it('without an error when the browser refuses', async () => {
    const { setting: own } = setting(() => Promise.reject(new DOMException('no', 'SecurityError')));
    await expect(keepForOffline(Promise.resolve(), own)).resolves.toBeUndefined();
  });
});

describe('a new release', () => {
  it('that waits gets the message to take over', async () => {
    const registration = new Registration();
    const worker = createWorker();
    registration.waiting = worker;
    await keepForOffline(Promise.resolve(), setting(async () => registration).setting);
    expect(worker.received.map((message) => isTakeOver(message))).toEqual([true]);
  });

  it('that is found later gets the message once it is installed', async () => {
    const registration = new Registration();
    const worker = createWorker();
    await keepForOffline(Promise.resolve(), setting(async () => registration).setting);
    registration.installing = worker;
    registration.dispatchEvent(new Event('updatefound'));
    expect(worker.received).toEqual([]);
    registration.waiting = worker;
    worker.dispatchEvent(new Event('statechange'));
    expect(worker.received).toHaveLength(1);
  });

  it('accepts no other message as the one to take over', () => {
    const others = [null, 'take-over', {}, { type: 'take-over' }, { type: 'go', script: 'a' }];
    expect(others.map((data) => isTakeOver(data))).toEqual(others.map(() => false));
  });
});
