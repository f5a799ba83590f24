/** Powers in a sentence: in `e^{z · ln b}`, `z · ln b` is the exponent. */

export interface Run {
  readonly text: string;
  readonly raised: boolean;
}

const POWER = /\^\{([^}]*)\}/;

/** The sentence as runs of text in reading order, without empty ones. */
export function parsePowers(source: string): readonly Run[] {
  // `split` with one capture group puts the captures at the odd indices.
  return source.split(POWER).flatMap((text, i) => (text === '' ? [] : [{ text, raised: i % 2 === 1 }]));
}
