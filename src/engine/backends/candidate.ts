import type { KernelBackend } from '@tensorflow/tfjs-core';
import type { BackendFailure } from '../engine.ts';
import type { BackendName } from '../../core/types.ts';

/** One of the four backends, as the chooser sees it. */
export interface BackendCandidate {
  readonly name: BackendName;
  /**
   * Looks whether the platform has what the backend needs, within a time limit and without touching tfjs.
   * Cheap, and free of lasting effects if nothing follows.
   */
  probe(): Promise<ProbeResult>;
}

export type ProbeResult = Available | Unavailable;

export interface Available {
  readonly available: true;
  /** The device's own name as far as the platform tells it. */
  readonly device: string;
  /** True where the "GPU" is the CPU in disguise. */
  readonly software: boolean;
  /** Loads the backend and its device. `onLost` is called at most once, when the device goes away. */
  open(onLost: (reason: string) => void): Promise<OpenBackend>;
}

export interface OpenBackend {
  /** Ready for use, and not yet known to tfjs' registry. */
  readonly backend: KernelBackend;
  /** Frees the device; nothing is heard of it afterwards. */
  release(): void;
}

export interface Unavailable {
  readonly available: false;
  readonly why: Extract<BackendFailure, 'missing' | 'timeout' | 'error'>;
  readonly detail: string;
}
