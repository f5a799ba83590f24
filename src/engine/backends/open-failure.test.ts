import { afterEach, describe, expect, test, vi } from 'vitest';
import { webgl } from './webgl.ts';
import { webgpu } from './webgpu.ts';

vi.mock('@tensorflow/tfjs-backend-webgpu', () => {
  throw new Error('offline');
});
vi.mock('@tensorflow/tfjs-backend-webgl', () => {
  throw new Error('offline');
});

afterEach(() => vi.unstubAllGlobals());

describe("a GPU backend whose library can't be loaded", () => {
  test('WebGPU destroys the device, also one that arrives after the failure', async () => {
    const destroy = vi.fn<() => void>();
    let arrive: ((device: unknown) => void) | undefined;
    const adapter = {
      info: { vendor: 'acme', architecture: '', device: '', description: '', isFallbackAdapter: false },
      features: new Set<string>(),
      limits: {},
      requestDevice: () => new Promise((resolve) => (arrive = resolve)),
    };
    vi.stubGlobal('navigator', { gpu: { requestAdapter: async () => adapter } });
    const onLost = vi.fn<(reason: string) => void>();
    const probe = await webgpu.probe();
    if (!probe.available) throw new Error(probe.detail);
    await expect(probe.open(onLost)).rejects.toThrow();
    expect(destroy).not.toHaveBeenCalled();
    arrive?.({ destroy });
    await vi.waitFor(() => expect(destroy).toHaveBeenCalledOnce());
    expect(onLost).not.toHaveBeenCalled();
  });

  test('WebGL releases its context', async () => {
    const loseContext = vi.fn<() => void>();
    const gl = {
      getExtension: (name: string) => (name === 'WEBGL_lose_context' ? { loseContext } : {}),
      getParameter: () => 'a renderer',
    };
    vi.stubGlobal(
      'OffscreenCanvas',
      class extends EventTarget {
        getContext = () => gl;
      },
    );
    const probe = await webgl.probe();
    if (!probe.available) throw new Error(probe.detail);
    expect(loseContext).not.toHaveBeenCalled();
    await expect(probe.open(() => undefined)).rejects.toThrow();
    expect(loseContext).toHaveBeenCalledOnce();
  });
});
