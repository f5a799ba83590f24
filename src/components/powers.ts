/** Powers in a sentence: `e^{z · ln b}` has `z · ln b` above the line. */

export interface Run {
  readonly text: string;
  readonly raised: boolean;
}

const POWER = /\^\{([^}]*)\}/;

/** The sentence in the order it is read, without empty runs. */
export function parsePowers(source: string): readonly Run[] {
  // Split at a pattern with one group: what the group found lies between the others.
  return source.split(POWER).flatMap((text, i) => (text === '' ? [] : [{ text, raised: i % 2 === 1 }]));
}
