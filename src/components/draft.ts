/**
 * The text of a field as it was typed, valid or not, until the value changes from outside. Pure functions: each event
 * returns the next draft, and the value to report to the owner, if any.
 */
export interface Draft {
  readonly text: string;
  /** The value's formatted text at the time. The draft ends when that text changes. */
  readonly of: string;
}

export interface Typing<Value> {
  readonly value: Value;
  readonly format: (value: Value) => string;
  /** Null for invalid text. */
  readonly parse: (text: string) => Value | null;
}

export interface Typed<Value> {
  readonly draft: Draft;
  readonly reported: { readonly value: Value } | null;
}

export function draftOf<Value>({ value, format }: Typing<Value>): Draft {
  const text = format(value);
  return { text, of: text };
}

export function textIn<Value>(draft: Draft, { value, format }: Typing<Value>): string {
  const shown = format(value);
  return draft.of === shown ? draft.text : shown;
}

/** Typed text that counts at once. */
export function entered<Value>(text: string, { value, format, parse }: Typing<Value>): Typed<Value> {
  const parsed = parse(text);
  if (parsed === null) return { draft: { text, of: format(value) }, reported: null };
  return { draft: { text, of: format(parsed) }, reported: { value: parsed } };
}

/** Typed text that counts once it is entered: on the way to 1e-3 it reads 1. */
export function begun<Value>(text: string, { value, format }: Typing<Value>): Typed<Value> {
  return { draft: { text, of: format(value) }, reported: null };
}

/** At Enter, or when the field loses the focus: the text counts, unless it was already reported. */
export function finished<Value>(draft: Draft, typing: Typing<Value>): Typed<Value> {
  const now = entered(textIn(draft, typing), typing);
  return now.draft.of === typing.format(typing.value) ? { draft: now.draft, reported: null } : now;
}
