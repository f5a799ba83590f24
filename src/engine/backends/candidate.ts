import type { KernelBackend } from '@tensorflow/tfjs-core';
import type { BackendFailure } from '../engine.ts';
import type { BackendName } from '../../core/types.ts';

/** One of the four backends, as the chooser sees it. */
export interface BackendCandidate {
  readonly name: BackendName;
  /**
   * Checks whether the platform has what the backend needs, within a time limit and without tfjs. Cheap, and without
   * lasting effects.
   */
  probe(): Promise<ProbeResult>;
}

export type ProbeResult = Available | Unavailable;

export interface Available {
  readonly available: true;
  /** The device's name, as far as the platform reports it. */
  readonly device: string;
  /** True for a renderer on the CPU. */
  readonly software: boolean;
  /** Loads the backend and its device. `onLost` is called at most once, when the device is lost. */
  open(onLost: (reason: string) => void): Promise<OpenBackend>;
}

export interface OpenBackend {
  /** Ready, but not yet in tfjs' registry. */
  readonly backend: KernelBackend;
  /** Frees the device. `onLost` is not called afterwards. */
  release(): void;
}

export interface Unavailable {
  readonly available: false;
  readonly why: Extract<BackendFailure, 'missing' | 'insecure' | 'timeout' | 'error'>;
  readonly detail: string;
}
