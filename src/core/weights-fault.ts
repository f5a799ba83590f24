/**
 * Faults of a weights file, and what was changed to load one, as codes with parameters. The engine finds them; the
 * catalogues have their texts.
 */

/** The largest model, six hidden layers of 2,048, has 91 MB. */
export const MAX_WEIGHTS_BYTES = 128 * 1024 * 1024;

export type WeightsProblem =
  /** Of the file: the browser can't read it (`found`: its words), above the limit, not as long as its header says, or of another kind (`found`: a `FileKind`). */
  | 'unreadable'
  | 'too-large'
  | 'too-short'
  | 'no-safetensors'
  | 'length'
  /** Of its header. */
  | 'header'
  | 'metadata'
  | 'duplicate'
  | 'entry'
  | 'dtype'
  | 'shape'
  | 'offsets'
  | 'place'
  | 'not-finite'
  /** Of the tensors: no model of this page, several networks, or weights that are split into factors. */
  | 'no-model'
  | 'ambiguous'
  | 'factored'
  | 'config'
  | 'missing'
  | 'extra'
  | 'other-shape';

/** Flat: it is part of a notice's parameters. */
export interface WeightsFault {
  readonly problem: WeightsProblem;
  /** The tensor or the setting at fault; empty for the file itself. */
  readonly part: string;
  /** The actual and the expected value: numbers, shapes and names, in no language; empty where unknown. */
  readonly found: string;
  readonly expected: string;
}

export type WeightsChange =
  /** `names`: the prefix that was removed, or pairs of names. */
  | 'prefix'
  | 'renamed'
  /** Weights stored as [in, out], with the channels last, or with dimensions of size 1. */
  | 'transposed'
  | 'channels-last'
  | 'reshaped'
  /** `names`: the type that was rounded to float32. */
  | 'rounded'
  /** The network has no biases: zeros. */
  | 'no-bias'
  /** Tensors that the model does not have; `count` of them, `names` the first. */
  | 'left-out'
  /** The metadata describe another network than the tensors. */
  | 'metadata';

/** What was changed to load a file. */
export interface WeightsNote {
  readonly change: WeightsChange;
  /** Names as in the file, in no language; empty where there is nothing to name. */
  readonly names: string;
  readonly count: number;
}
