/** Images and labels as the trainer reads them: bytes, filled from the front as they arrive. */
import type { DatasetName } from '../../core/types.ts';

export interface ImageSet {
  /** `total` × 784 bytes, row-major, ink high; only the first `loaded` images hold content. */
  readonly images: Uint8Array;
  /** `total` bytes in 0…9. */
  readonly labels: Uint8Array;
  readonly total: number;
  /** The byte of full ink; 255 unless given. */
  readonly white?: number;
  /** Grows to `total`, never shrinks. */
  readonly loaded: number;
  /** Settles when the first `count` images have arrived; rejects with an `EngineError` ('data') if they never will. */
  whenLoaded(count: number): Promise<void>;
}

export interface Dataset {
  readonly name: DatasetName;
  readonly train: ImageSet;
  readonly test: ImageSet;
}
