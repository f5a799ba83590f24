import type { KernelBackend } from '@tensorflow/tfjs-core';
import type { Available, BackendCandidate, OpenBackend, Unavailable } from './candidate.ts';
import { isSoftwareRenderer, shortName } from './device-name.ts';
import { TimeoutError, withTimeout } from '../../core/with-timeout.ts';

/** On some machines `requestAdapter()` never settles. */
const PROBE_LIMIT_MS = 5_000;

/** The adapter's limits that tfjs' kernels use beyond the defaults. */
const WANTED_LIMITS = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
] as const;

export const webgpu: BackendCandidate = {
  name: 'webgpu',
  async probe() {
    // Missing in older browsers, and outside of secure contexts.
    const gpu: GPU | undefined = navigator.gpu;
    if (gpu === undefined) return missing();
    let adapter: GPUAdapter | null;
    try {
      const request = gpu.requestAdapter({ powerPreference: 'high-performance' });
      adapter = await withTimeout(request, PROBE_LIMIT_MS, 'WebGPU');
    } catch (cause) {
      if (cause instanceof TimeoutError) return { available: false, why: 'timeout', detail: cause.message };
      throw cause;
    }
    if (adapter === null) return { available: false, why: 'missing', detail: 'WebGPU has no adapter here' };
    return available(adapter);
  },
};

/** Browsers hide the interface from pages without https, so whether they have it is not known there. */
function missing(): Unavailable {
  if ('isSecureContext' in globalThis && !globalThis.isSecureContext) {
    const detail = 'WebGPU needs https or localhost, for this page and for every page around it';
    return { available: false, why: 'insecure', detail };
  }
  return { available: false, why: 'missing', detail: 'This browser has no WebGPU' };
}

function available(adapter: GPUAdapter): Available {
  const { info } = adapter;
  const device =
    [info.description, info.device, `${info.vendor} ${info.architecture}`.trim()].find((name) => name !== '') ??
    'WebGPU';
  return {
    available: true,
    device: shortName(device),
    software: info.isFallbackAdapter || isSoftwareRenderer(`${device} ${info.architecture}`),
    open: (onLost) => open(adapter, onLost),
  };
}

/**
 * Requests the device and hands it to tfjs. Left to itself, tfjs requests an adapter of its own, ignores `device.lost`
 * and reports errors to the console only.
 */
async function open(adapter: GPUAdapter, onLost: (reason: string) => void): Promise<OpenBackend> {
  const request = adapter.requestDevice({
    requiredFeatures: adapter.features.has('timestamp-query') ? ['timestamp-query'] : [],
    requiredLimits: Object.fromEntries(WANTED_LIMITS.map((name) => [name, adapter.limits[name]])),
  });
  try {
    const [{ WebGPUBackend }, device] = await Promise.all([import('@tensorflow/tfjs-backend-webgpu'), request]);
    return connect(new WebGPUBackend(device, adapter.info), device, onLost);
  } catch (cause) {
    // The device may arrive after the failure.
    void request.then(
      (device) => device.destroy(),
      () => undefined,
    );
    throw cause;
  }
}

function connect(backend: KernelBackend, device: GPUDevice, onLost: (reason: string) => void): OpenBackend {
  let silent = false;
  const lost = (reason: string) => {
    if (silent) return;
    silent = true;
    onLost(reason);
  };
  void device.lost.then(({ reason, message }) => lost(message === '' ? `WebGPU device lost (${reason})` : message));
  // After an invalid command or a lack of memory the results are invalid, without an exception.
  device.addEventListener('uncapturederror', ({ error }) => lost(error.message));
  return {
    backend,
    release: () => {
      silent = true;
      device.destroy();
    },
  };
}
