/**
 * What stands in a text field: as it was typed, right or wrong, until the value changes from outside. Pure: each thing
 * that happens gives the next draft, and the value that the owner is to hear of, if there is one.
 */
export interface Draft {
  readonly text: string;
  /** The value's own text at the time; the draft is over once that is another. */
  readonly of: string;
}

export interface Typing<Value> {
  readonly value: Value;
  readonly format: (value: Value) => string;
  /** Null where the text is no valid value. */
  readonly parse: (text: string) => Value | null;
}

export interface Typed<Value> {
  readonly draft: Draft;
  readonly heard: { readonly value: Value } | null;
}

export function draftOf<Value>({ value, format }: Typing<Value>): Draft {
  const text = format(value);
  return { text, of: text };
}

export function textIn<Value>(draft: Draft, { value, format }: Typing<Value>): string {
  const shown = format(value);
  return draft.of === shown ? draft.text : shown;
}

/** Counts at once. */
export function entered<Value>(text: string, { value, format, parse }: Typing<Value>): Typed<Value> {
  const parsed = parse(text);
  if (parsed === null) return { draft: { text, of: format(value) }, heard: null };
  return { draft: { text, of: format(parsed) }, heard: { value: parsed } };
}

/** Does not count before it is entered: on its way to 1e-3 it would have been 1. */
export function begun<Value>(text: string, { value, format }: Typing<Value>): Typed<Value> {
  return { draft: { text, of: format(value) }, heard: null };
}

/** Enter, or the field is left: what stands in it counts, where it has not done so already. */
export function finished<Value>(draft: Draft, typing: Typing<Value>): Typed<Value> {
  const now = entered(textIn(draft, typing), typing);
  return now.draft.of === typing.format(typing.value) ? { draft: now.draft, heard: null } : now;
}
