/** Images and labels as the trainer reads them: bytes, filled from the front while they arrive. */
import type { DatasetName } from '../../core/types.ts';

export interface ImageSet {
  /** `total` × 784 bytes, row-major, ink high; only the first `loaded` images hold content. */
  readonly images: Uint8Array;
  /** `total` bytes in 0…9. */
  readonly labels: Uint8Array;
  readonly total: number;
  /** The byte that stands for full ink; 255 unless said. */
  readonly white?: number;
  /** Grows to `total`, never shrinks. */
  readonly loaded: number;
  /** Settles once the first `count` images are there; rejects with an `EngineError` ('data') if they never will be. */
  whenLoaded(count: number): Promise<void>;
}

export interface Dataset {
  readonly name: DatasetName;
  readonly train: ImageSet;
  readonly test: ImageSet;
}
