/** The stations of softmax: columns of the table, parts of the formula. */
export const PARTS = ['z', 'scaled', 'exp', 'sum', 'p'] as const;
export type Part = (typeof PARTS)[number];

/** The part that is looked at, shared by formula and table. */
export interface PartFocus {
  readonly part: Part | null;
  readonly setPart: (part: Part | null) => void;
}

/** The element that says what the part in focus is. */
export const PART_REMARK_ID = 'softmax-part';
