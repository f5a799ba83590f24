/** What can be wrong with a weights file, as codes with parameters: the engine finds it, the catalogues say it. */

/** Six hidden layers of 2,048 take 91 MB. */
export const MAX_WEIGHTS_BYTES = 128 * 1024 * 1024;

export type WeightsProblem =
  /** The file as a whole: larger than the limit, no safetensors, or shorter or longer than its header says. */
  | 'too-large'
  | 'too-short'
  | 'no-safetensors'
  | 'length'
  /** Its header. */
  | 'header'
  | 'metadata'
  | 'duplicate'
  | 'entry'
  | 'dtype'
  | 'shape'
  | 'offsets'
  | 'place'
  | 'not-finite'
  /** Tensors that are no model of this page. */
  | 'no-model'
  | 'config'
  | 'missing'
  | 'extra'
  | 'other-shape';

/** Flat, so that it can be part of a notice. */
export interface WeightsFault {
  readonly problem: WeightsProblem;
  /** The tensor, or the setting, that it is about; empty where it is the file. */
  readonly part: string;
  /** What is there and what should have been: numbers, shapes and names, in no language; empty where they say nothing. */
  readonly found: string;
  readonly expected: string;
}
