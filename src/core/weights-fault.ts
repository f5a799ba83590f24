/** Faults of a weights file, as codes with parameters. The engine finds them; the catalogues have their texts. */

/** The largest model, six hidden layers of 2,048, has 91 MB. */
export const MAX_WEIGHTS_BYTES = 128 * 1024 * 1024;

export type WeightsProblem =
  /** Of the file: above the limit, no safetensors, or not as long as its header says. */
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
  /** Of the tensors: no model of this page. */
  | 'no-model'
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
