/** The stages of softmax: columns of the table, parts of the formula. */
export const PARTS = ['z', 'scaled', 'exp', 'sum', 'p'] as const;
export type Part = (typeof PARTS)[number];

/** The part in focus, shared by formula and table. */
export interface PartFocus {
  readonly part: Part | null;
  readonly setPart: (part: Part | null) => void;
}

/** Id of the element that explains the part in focus. */
export const PART_REMARK_ID = 'softmax-part';
