/** What the probes find where a platform lacks a backend or does not answer. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { webgl } from './webgl.ts';
import { webgpu } from './webgpu.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const withGpu = (gpu: unknown) => vi.stubGlobal('navigator', { gpu });
const withContext = (context: unknown) =>
  vi.stubGlobal(
    'OffscreenCanvas',
    class {
      getContext = () => context;
    },
  );

describe('the probe of WebGPU', () => {
  it('finds it missing in a browser without it', async () => {
    withGpu(undefined);
    expect(await webgpu.probe()).toMatchObject({ available: false, why: 'missing' });
  });

  it('finds it missing in a secure context of a browser without it', async () => {
    withGpu(undefined);
    vi.stubGlobal('isSecureContext', true);
    expect(await webgpu.probe()).toMatchObject({ available: false, why: 'missing' });
  });

  it('blames the address, not the browser, outside of secure contexts', async () => {
    withGpu(undefined);
    vi.stubGlobal('isSecureContext', false);
    expect(await webgpu.probe()).toEqual({
      available: false,
      why: 'insecure',
      detail: 'WebGPU needs https or localhost, for this page and for every page around it',
    });
  });

  it('finds it missing where it has no adapter', async () => {
    withGpu({ requestAdapter: async () => null });
    expect(await webgpu.probe()).toMatchObject({ available: false, why: 'missing' });
  });

  it('gives up after its time limit where the adapter is never answered', async () => {
    withGpu({ requestAdapter: () => new Promise(() => undefined) });
    const probe = webgpu.probe();
    await vi.advanceTimersByTimeAsync(5000);
    expect(await probe).toMatchObject({ available: false, why: 'timeout' });
  });

  it('passes on a failure of the platform', async () => {
    withGpu({ requestAdapter: () => Promise.reject(new Error('forbidden')) });
    await expect(webgpu.probe()).rejects.toThrow('forbidden');
  });
});

describe('the probe of WebGL', () => {
  it('finds it missing in a browser without OffscreenCanvas', async () => {
    expect(await webgl.probe()).toMatchObject({ available: false, why: 'missing' });
  });

  it('finds it missing where it has no context', async () => {
    withContext(null);
    expect(await webgl.probe()).toMatchObject({ available: false, why: 'missing' });
  });

  it('finds it missing where it cannot render to 32-bit floats, and frees the context', async () => {
    const loseContext = vi.fn<() => void>();
    withContext({ getExtension: (name: string) => (name === 'WEBGL_lose_context' ? { loseContext } : null) });
    expect(await webgl.probe()).toMatchObject({ available: false, why: 'missing' });
    expect(loseContext).toHaveBeenCalledOnce();
  });
});
