/**
 * Finds the first backend that is available, opens and passes the self-test. A candidate loads tfjs only after its probe,
 * and enters tfjs' registry only when it is open, so that a failure does not affect the next candidate.
 */
import { messageOf } from '../../core/message-of.ts';
import { BACKENDS, type BackendChoice, type BackendName } from '../../core/types.ts';
import { type BackendFailure, EngineError, type PassedOver } from '../engine.ts';
import type { Available, BackendCandidate, OpenBackend } from './candidate.ts';
import { cpu } from './cpu.ts';
import { installBackend } from './install-backend.ts';
import { selfTest, SelfTestError } from './self-test.ts';
import { wasm } from './wasm.ts';
import { webgl } from './webgl.ts';
import { webgpu } from './webgpu.ts';
import { TimeoutError, withTimeout } from '../../core/with-timeout.ts';

/** Includes the download of code and, for WASM, of a binary. */
const OPEN_LIMIT_MS = 30_000;

/** Includes the compilation of shaders, which takes up to a minute on a busy CPU. */
const SELF_TEST_LIMIT_MS = 30_000;
const SOFTWARE_SELF_TEST_LIMIT_MS = 120_000;

export interface ChosenBackend {
  readonly backend: BackendName;
  readonly device: string;
  readonly software: boolean;
  /** In the order of the attempts. */
  readonly passedOver: readonly PassedOver[];
  /** Removes the backend from tfjs and frees its device. Dispose tensors first. */
  release(): void;
}

export interface ChooseOptions {
  /** Backends not to try, for instance after a lost device; they stay in `passedOver`. */
  readonly excluded?: readonly PassedOver[];
  /** Called at most once, if the chosen device is lost later. Its tensors are lost then. */
  readonly onLost?: ((reason: string) => void) | undefined;
}

/** Replaced in tests. */
export interface ChooserParts {
  readonly candidates: Readonly<Record<BackendName, BackendCandidate>>;
  install: typeof installBackend;
  selfTest(limitMs: number): Promise<void>;
  readonly openLimitMs: number;
}

const PARTS: ChooserParts = {
  candidates: { webgpu, webgl, wasm, cpu },
  install: installBackend,
  selfTest,
  openLimitMs: OPEN_LIMIT_MS,
};

/**
 * Leaves tfjs running on the chosen backend. A named one is tried first, then the others in their usual order.
 *
 * Software adapters are slower than WASM. They are accepted only if their backend, or one before it in the order, was
 * named.
 *
 * Rejects with an `EngineError` ('backend') if none works.
 */
export async function chooseBackend(
  choice: BackendChoice,
  { excluded = [], onLost }: ChooseOptions = {},
  parts: ChooserParts = PARTS,
): Promise<ChosenBackend> {
  const passedOver = [...excluded];
  for (const backend of orderOf(choice)) {
    if (excluded.some((entry) => entry.backend === backend)) continue;
    const acceptSoftware = choice !== 'auto' && BACKENDS.indexOf(backend) >= BACKENDS.indexOf(choice);
    try {
      // In order, and one at a time: a probe may cost a GPU context.
      // oxlint-disable-next-line no-await-in-loop
      const { device, software, release } = await take(backend, acceptSoftware, onLost, parts);
      return { backend, device, software, passedOver, release };
    } catch (cause) {
      passedOver.push({ backend, ...explain(cause) });
    }
  }
  const reasons = passedOver.map(({ backend, why, detail }) => `${backend}: ${detail === '' ? why : detail}`);
  throw new EngineError(
    'backend',
    `No way to calculate works in this browser. Update it, or try another one. (${reasons.join('; ')})`,
  );
}

function orderOf(choice: BackendChoice): readonly BackendName[] {
  return choice === 'auto' ? BACKENDS : [choice, ...BACKENDS.filter((name) => name !== choice)];
}

async function take(
  name: BackendName,
  acceptSoftware: boolean,
  onLost: ((reason: string) => void) | undefined,
  parts: ChooserParts,
) {
  const probe = await parts.candidates[name].probe();
  if (!probe.available) throw new PassOver(probe.why, probe.detail);
  const { device, software } = probe;
  if (software && !acceptSoftware) throw new PassOver('software', device);

  let chosen = false;
  let whenLost = onLost;
  const lostMeanwhile = new Promise<never>((_, reject) => {
    whenLost = (reason) => (chosen ? onLost?.(reason) : reject(new PassOver('lost', reason)));
  });
  // May reject before the races below await it.
  lostMeanwhile.catch(() => undefined);
  const open = await openInTime(name, probe, (reason) => whenLost?.(reason), parts.openLimitMs);
  let remove: (() => void) | undefined;
  const release = () => {
    // The backend first: it needs the device to free its buffers.
    remove?.();
    open.release();
  };
  try {
    remove = await Promise.race([parts.install(name, open.backend), lostMeanwhile]);
    await Promise.race([parts.selfTest(software ? SOFTWARE_SELF_TEST_LIMIT_MS : SELF_TEST_LIMIT_MS), lostMeanwhile]);
  } catch (cause) {
    release();
    throw cause;
  }
  chosen = true;
  return { device, software, release };
}

/** A backend that opens too late is released: another one is in use by then. */
async function openInTime(
  name: BackendName,
  probe: Available,
  onLost: (reason: string) => void,
  limitMs: number,
): Promise<OpenBackend> {
  const opening = probe.open(onLost);
  try {
    return await withTimeout(opening, limitMs, `Starting ${name}`);
  } catch (cause) {
    if (cause instanceof TimeoutError) {
      opening.then(
        (late) => late.release(),
        // It is already reported as timed out.
        () => undefined,
      );
    }
    throw cause;
  }
}

class PassOver extends Error {
  readonly why: BackendFailure;
  constructor(why: BackendFailure, detail: string) {
    super(detail);
    this.why = why;
  }
}

function explain(cause: unknown): Pick<PassedOver, 'why' | 'detail'> {
  if (cause instanceof PassOver) return { why: cause.why, detail: cause.message };
  if (cause instanceof TimeoutError) return { why: 'timeout', detail: cause.message };
  if (cause instanceof SelfTestError) return { why: 'self-test', detail: cause.message };
  return { why: 'error', detail: messageOf(cause) };
}
