import { KernelBackend } from '@tensorflow/tfjs-core';
import { describe, expect, test, vi } from 'vitest';
import { BACKENDS, type BackendName } from '../../core/types.ts';
import { type BackendFailure, EngineError } from '../engine.ts';
import type { BackendCandidate, ProbeResult } from './candidate.ts';
import { chooseBackend, type ChooserParts } from './choose-backend.ts';
import { SelfTestError } from './self-test.ts';

interface Fake {
  readonly software?: boolean;
  readonly probe?: () => Promise<ProbeResult>;
  /** Called while it opens. */
  readonly open?: () => Promise<void>;
  readonly selfTest?: () => Promise<void>;
}

/** Four backends that work except as `fakes` says, and a log of the calls. */
function lab(fakes: Partial<Record<BackendName, Fake>> = {}) {
  const log: string[] = [];
  const lose: Partial<Record<BackendName, (reason: string) => void>> = {};
  let installed: BackendName | undefined;
  const candidate = (name: BackendName): BackendCandidate => ({
    name,
    probe: async () => {
      log.push(`probe ${name}`);
      if (fakes[name]?.probe) return fakes[name].probe();
      return {
        available: true,
        device: `the ${name} device`,
        software: fakes[name]?.software ?? false,
        open: async (onLost) => {
          log.push(`open ${name}`);
          lose[name] = onLost;
          await fakes[name]?.open?.();
          return { backend: new KernelBackend(), release: () => void log.push(`release ${name}`) };
        },
      };
    },
  });
  const parts: ChooserParts = {
    candidates: {
      webgpu: candidate('webgpu'),
      webgl: candidate('webgl'),
      wasm: candidate('wasm'),
      cpu: candidate('cpu'),
    },
    install: async (name) => {
      log.push(`install ${name}`);
      installed = name;
      return () => void log.push(`remove ${name}`);
    },
    selfTest: async () => {
      if (installed !== undefined) await fakes[installed]?.selfTest?.();
    },
    openLimitMs: 10,
  };
  return { parts, log, lose };
}

const missing = async (): Promise<ProbeResult> => ({ available: false, why: 'missing', detail: 'not here' });
const slow = async (): Promise<ProbeResult> => ({ available: false, why: 'timeout', detail: 'slow' });
const never = () => new Promise<never>(() => undefined);

describe('the order of backends', () => {
  test.each([
    ['auto', [], 'webgpu'],
    ['auto', ['webgpu'], 'webgl'],
    ['auto', ['webgpu', 'webgl'], 'wasm'],
    ['auto', ['webgpu', 'webgl', 'wasm'], 'cpu'],
    ['cpu', [], 'cpu'],
    ['wasm', [], 'wasm'],
    ['wasm', ['wasm'], 'webgpu'],
    ['cpu', ['cpu', 'webgpu', 'webgl'], 'wasm'],
  ] as const)('with choice %s and without %j selects %s', async (choice, absent, expected) => {
    const { parts } = lab(Object.fromEntries(absent.map((name) => [name, { probe: missing }])));
    const chosen = await chooseBackend(choice, {}, parts);
    expect(chosen.backend).toBe(expected);
    expect(chosen.device).toBe(`the ${expected} device`);
    expect(chosen.passedOver).toEqual(absent.map((backend) => ({ backend, why: 'missing', detail: 'not here' })));
  });

  test('ends at the first backend that works; later ones are not probed', async () => {
    const { parts, log } = lab();
    await chooseBackend('auto', {}, parts);
    expect(log).toEqual(['probe webgpu', 'open webgpu', 'install webgpu']);
  });
});

describe('a software adapter', () => {
  const software = { webgpu: { software: true }, webgl: { software: true } };

  test('is passed over by default, and its name is the reason', async () => {
    const { parts, log } = lab(software);
    const chosen = await chooseBackend('auto', {}, parts);
    expect(chosen.backend).toBe('wasm');
    expect(chosen.software).toBe(false);
    expect(chosen.passedOver).toEqual([
      { backend: 'webgpu', why: 'software', detail: 'the webgpu device' },
      { backend: 'webgl', why: 'software', detail: 'the webgl device' },
    ]);
    expect(log).not.toContain('open webgpu');
  });

  test('is used when its backend is named', async () => {
    const chosen = await chooseBackend('webgpu', {}, lab(software).parts);
    expect([chosen.backend, chosen.software]).toEqual(['webgpu', true]);
  });

  test('is used when a backend before it was named and is missing', async () => {
    const { parts } = lab({ webgpu: { probe: missing }, webgl: { software: true } });
    expect((await chooseBackend('webgpu', {}, parts)).backend).toBe('webgl');
  });

  test('is not used when a backend after it was named', async () => {
    const { parts } = lab({ webgpu: { software: true }, webgl: { probe: missing } });
    const chosen = await chooseBackend('webgl', {}, parts);
    expect(chosen.backend).toBe('wasm');
    expect(chosen.passedOver.map(({ backend, why }) => `${backend} ${why}`)).toEqual([
      'webgl missing',
      'webgpu software',
    ]);
  });
});

describe('a backend that fails', () => {
  test.each<[string, Fake, BackendFailure, string]>([
    ['in its probe', { probe: () => Promise.reject(new Error('no luck')) }, 'error', 'no luck'],
    ['to answer its probe in time', { probe: slow }, 'timeout', 'slow'],
    ['to open', { open: () => Promise.reject(new Error('no device')) }, 'error', 'no device'],
    ['to open in time', { open: never }, 'timeout', 'Starting webgpu did not answer within 0.01 s'],
    ['its self-test', { selfTest: () => Promise.reject(new SelfTestError('loss: 0')) }, 'self-test', 'loss: 0'],
  ])('%s is passed over with the reason', async (_, fake, why, detail) => {
    const chosen = await chooseBackend('auto', {}, lab({ webgpu: fake }).parts);
    expect(chosen.backend).toBe('webgl');
    expect(chosen.passedOver).toEqual([{ backend: 'webgpu', why, detail }]);
  });

  test('its self-test is removed from tfjs and its device freed, before the next is tried', async () => {
    const { parts, log } = lab({ webgpu: { selfTest: () => Promise.reject(new SelfTestError('nonsense')) } });
    await chooseBackend('auto', {}, parts);
    expect(log.slice(3, 6)).toEqual(['remove webgpu', 'release webgpu', 'probe webgl']);
  });

  test('to open in time is released when it opens later', async () => {
    let finish: (() => void) | undefined;
    const opening = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const { parts, log } = lab({ webgpu: { open: () => opening } });
    await chooseBackend('auto', {}, parts);
    expect(log).not.toContain('release webgpu');
    finish?.();
    await vi.waitFor(() => expect(log).toContain('release webgpu'));
    expect(log).not.toContain('install webgpu');
  });

  test('by losing its device during the self-test is passed over as lost', async () => {
    const { parts, lose } = lab({
      webgpu: {
        selfTest: () => {
          lose.webgpu?.('driver reset');
          return never();
        },
      },
    });
    const chosen = await chooseBackend('auto', {}, parts);
    expect(chosen.passedOver).toEqual([{ backend: 'webgpu', why: 'lost', detail: 'driver reset' }]);
  });

  test('like all the others gives an error that says what to do', async () => {
    const { parts } = lab(Object.fromEntries(BACKENDS.map((name) => [name, { probe: missing }])));
    const failure: unknown = await chooseBackend('auto', {}, parts).catch((cause: unknown) => cause);
    expect(failure).toBeInstanceOf(EngineError);
    expect(failure).toMatchObject({ code: 'backend' });
    expect(String(failure)).toMatch(/another one.*webgpu: not here.*cpu: not here/);
  });
});

test('an excluded backend is not tried, and its reason is kept', async () => {
  const { parts, log } = lab();
  const excluded = [{ backend: 'webgpu', why: 'lost', detail: 'driver reset' }] as const;
  const chosen = await chooseBackend('webgpu', { excluded }, parts);
  expect(chosen.backend).toBe('webgl');
  expect(chosen.passedOver).toEqual(excluded);
  expect(log).not.toContain('probe webgpu');
});

test('the loss of the chosen device is reported once', async () => {
  const { parts, lose } = lab();
  const onLost = vi.fn<(reason: string) => void>();
  await chooseBackend('auto', { onLost }, parts);
  expect(onLost).not.toHaveBeenCalled();
  lose.webgpu?.('unplugged');
  expect(onLost).toHaveBeenCalledExactlyOnceWith('unplugged');
});

test('releasing the chosen backend removes it from tfjs before it frees the device', async () => {
  const { parts, log } = lab();
  (await chooseBackend('wasm', {}, parts)).release();
  expect(log.slice(-2)).toEqual(['remove wasm', 'release wasm']);
});
