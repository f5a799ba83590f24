/**
 * Memory of the page and of its engine's worker, measured after a garbage collection in both. The worker is measured
 * through the browser's debugger, since a page cannot collect the garbage of another thread.
 */
import type { CDPSession, Page } from '@playwright/test';
import { storedRuns } from './kept-run.ts';

/** Everything alive; in bytes where the name does not say otherwise. */
export interface Held {
  readonly tensors: number;
  readonly tensorBytes: number;
  /** WebAssembly heaps: of TensorFlow.js and of the kernels. */
  readonly wasmHeaps: number;
  readonly wasmBytes: number;
  /** Created and not destroyed. */
  readonly gpuBuffers: number;
  readonly gpuBytes: number;
  /** JavaScript objects. */
  readonly workerHeap: number;
  /** Array buffers except WebAssembly's. */
  readonly workerArrays: number;
  readonly pageHeap: number;
  readonly pageArrays: number;
  readonly nodes: number;
  readonly listeners: number;
  readonly storedRuns: number;
  readonly storedBytes: number;
}

/** Prepended to the worker's script: counts what cannot be queried later. */
export const COUNT_IN_WORKER = `{
  const heaps = new Set();
  const note = (memory) => heaps.add(new WeakRef(memory));
  const noteExports = ({ exports }) => {
    for (const value of Object.values(exports)) if (value instanceof Memory) note(value);
  };
  const { Memory, instantiate, instantiateStreaming } = WebAssembly;
  WebAssembly.Memory = class extends Memory {
    constructor(...args) {
      super(...args);
      note(this);
    }
  };
  const noted = (original) => async (...args) => {
    const result = await original.apply(WebAssembly, args);
    noteExports(result.instance ?? result);
    return result;
  };
  WebAssembly.instantiate = noted(instantiate);
  WebAssembly.instantiateStreaming = noted(instantiateStreaming);

  const buffers = new Map();
  const key = Symbol('number');
  let made = 0;
  if (typeof GPUDevice !== 'undefined') {
    const { createBuffer } = GPUDevice.prototype;
    GPUDevice.prototype.createBuffer = function (...args) {
      const buffer = createBuffer.apply(this, args);
      buffer[key] = ++made;
      buffers.set(made, buffer.size);
      return buffer;
    };
    const { destroy } = GPUBuffer.prototype;
    GPUBuffer.prototype.destroy = function () {
      buffers.delete(this[key]);
      return destroy.call(this);
    };
  }

  self.held = () => {
    let wasmHeaps = 0;
    let wasmBytes = 0;
    for (const weak of heaps) {
      const memory = weak.deref();
      if (!memory) heaps.delete(weak);
      else if (memory.buffer.byteLength > 0) {
        wasmHeaps++;
        wasmBytes += memory.buffer.byteLength;
      }
    }
    // tfjs has its engine there, so that two copies of it on a page share one.
    const { numTensors: tensors, numBytes: tensorBytes } = self._tfengine.memory();
    const gpuBytes = [...buffers.values()].reduce((sum, size) => sum + size, 0);
    return { tensors, tensorBytes, wasmHeaps, wasmBytes, gpuBuffers: buffers.size, gpuBytes };
  };
}`;

type InWorker = Pick<Held, 'tensors' | 'tensorBytes' | 'wasmHeaps' | 'wasmBytes' | 'gpuBuffers' | 'gpuBytes'>;

/** Newer than the protocol's types, which lack the size of array buffers. */
interface HeapUsage {
  readonly usedSize: number;
  readonly backingStorageSize?: number;
}

export class SoakMeter {
  readonly #page: Page;
  readonly #session: CDPSession;
  readonly #worker: string;
  readonly #waiting = new Map<number, (result: unknown) => void>();
  #sent = 0;

  /** The page's engine must be running, from a script that begins with `COUNT_IN_WORKER`. */
  static async of(page: Page): Promise<SoakMeter> {
    const session = await page.context().newCDPSession(page);
    const attached = new Promise<string>((resolve) => {
      session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
        if (targetInfo.type === 'worker') resolve(sessionId);
      });
    });
    // Not flat, because Playwright forwards the messages of one session only.
    await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
    return new SoakMeter(page, session, await attached);
  }

  private constructor(page: Page, session: CDPSession, worker: string) {
    this.#page = page;
    this.#session = session;
    this.#worker = worker;
    session.on('Target.receivedMessageFromTarget', ({ message }) => {
      const { id, result } = JSON.parse(message) as { readonly id?: number; readonly result?: unknown };
      if (id !== undefined) this.#waiting.get(id)?.(result);
    });
  }

  async measure(): Promise<Held> {
    // An object freed on one side may have kept one on the other alive.
    for (let round = 0; round < 2; round++) {
      await this.#session.send('HeapProfiler.collectGarbage');
      await this.#askWorker('HeapProfiler.collectGarbage');
    }
    const inWorker = await this.#inWorker();
    const ofPage: HeapUsage = await this.#session.send('Runtime.getHeapUsage');
    // The protocol defines the type.
    const ofWorker = (await this.#askWorker('Runtime.getHeapUsage')) as HeapUsage;
    const { nodes, jsEventListeners } = await this.#session.send('Memory.getDOMCounters');
    return {
      ...inWorker,
      workerHeap: ofWorker.usedSize,
      workerArrays: ofWorker.backingStorageSize ?? 0,
      pageHeap: ofPage.usedSize,
      pageArrays: ofPage.backingStorageSize ?? 0,
      nodes,
      listeners: jsEventListeners,
      ...(await this.#stored()),
    };
  }

  async #inWorker(): Promise<InWorker> {
    const [worker] = this.#page.workers();
    if (!worker) throw new Error('The page has no worker');
    return worker.evaluate(() => (self as unknown as { readonly held: () => InWorker }).held());
  }

  #askWorker(method: string): Promise<unknown> {
    const id = ++this.#sent;
    const answer = new Promise<unknown>((resolve) => this.#waiting.set(id, resolve));
    const message = JSON.stringify({ id, method });
    return this.#session
      .send('Target.sendMessageToTarget', { sessionId: this.#worker, message })
      .then(() => answer)
      .finally(() => this.#waiting.delete(id));
  }

  async #stored(): Promise<Pick<Held, 'storedRuns' | 'storedBytes'>> {
    const runs = await storedRuns(this.#page);
    const storedBytes = await this.#page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
    return { storedRuns: runs.length, storedBytes };
  }
}
