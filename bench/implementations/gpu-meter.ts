/**
 * Counts calls to WebGPU, and measures how long JavaScript waits for the device or for a frame. The rest of a measured
 * time is JavaScript's own. Install it before anything uses WebGPU.
 */
export interface GpuCounts {
  dispatches: number;
  submits: number;
  /** Uploads through the queue. */
  writes: number;
  /** Created and not destroyed. */
  buffers: number;
  /** Bytes of them. */
  bufferBytes: number;
  /** Time during which at least one wait was pending. */
  waitedMs: number;
}

const counts: GpuCounts = { dispatches: 0, submits: 0, writes: 0, buffers: 0, bufferBytes: 0, waitedMs: 0 };
let waits = 0;
let waitingSince = 0;

export function gpuCounts(): GpuCounts {
  return { ...counts };
}

export function installGpuMeter(): void {
  if (typeof requestAnimationFrame === 'function') meterFrames();
  if (typeof GPUQueue !== 'undefined') meterGpu();
}

function beginWait(): void {
  if (waits++ === 0) waitingSince = performance.now();
}

function endWait(): void {
  if (--waits === 0) counts.waitedMs += performance.now() - waitingSince;
}

function meterFrames(): void {
  const original = globalThis.requestAnimationFrame.bind(globalThis);
  globalThis.requestAnimationFrame = (callback) => {
    beginWait();
    return original((time) => {
      endWait();
      callback(time);
    });
  };
}

function meterGpu(): void {
  before(GPUComputePassEncoder.prototype, 'dispatchWorkgroups', () => counts.dispatches++);
  before(GPUComputePassEncoder.prototype, 'dispatchWorkgroupsIndirect', () => counts.dispatches++);
  before(GPUQueue.prototype, 'submit', () => counts.submits++);
  before(GPUQueue.prototype, 'writeBuffer', () => counts.writes++);
  meterWait(GPUBuffer.prototype, 'mapAsync');
  meterWait(GPUQueue.prototype, 'onSubmittedWorkDone');
  meterBuffers();
}

type AnyMethod = (this: unknown, ...args: unknown[]) => unknown;

function replace<Key extends string>(
  target: { [Name in Key]: unknown },
  name: Key,
  make: (original: AnyMethod) => AnyMethod,
): void {
  // All parameters are passed through.
  const original = target[name] as AnyMethod;
  Object.defineProperty(target, name, { value: make(original), configurable: true, writable: true });
}

function before<Key extends string>(target: { [Name in Key]: unknown }, name: Key, note: () => void): void {
  replace(
    target,
    name,
    (original) =>
      function noted(...args) {
        note();
        return original.apply(this, args);
      },
  );
}

function meterWait<Key extends string>(target: { [Name in Key]: unknown }, name: Key): void {
  replace(
    target,
    name,
    (original) =>
      function waited(...args) {
        const promise = original.apply(this, args) as Promise<unknown>;
        beginWait();
        // In both cases: the caller gets a failure from the promise itself.
        promise.then(endWait, endWait);
        return promise;
      },
  );
}

function meterBuffers(): void {
  const alive = new WeakSet<GPUBuffer>();
  replace(
    GPUDevice.prototype,
    'createBuffer',
    (original) =>
      function created(...args) {
        const buffer = original.apply(this, args) as GPUBuffer;
        alive.add(buffer);
        counts.buffers++;
        counts.bufferBytes += buffer.size;
        return buffer;
      },
  );
  replace(
    GPUBuffer.prototype,
    'destroy',
    (original) =>
      function destroyed(this: unknown, ...args: unknown[]) {
        const buffer = this as GPUBuffer;
        if (alive.delete(buffer)) {
          counts.buffers--;
          counts.bufferBytes -= buffer.size;
        }
        return original.apply(this, args);
      },
  );
}
