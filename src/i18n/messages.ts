/**
 * The shape of a catalogue, taken from the English one: plain strings, and functions where a sentence has
 * parts, so that a missing key, a missing parameter or one of the wrong type fails the build. Numbers are
 * passed as numbers and formatted by the catalogue's own `Intl` formatters.
 */
import type { en } from './languages/en.ts';

type Widen<T> = T extends string
  ? string
  : T extends (...args: infer Args) => string
    ? (...args: Args) => string
    : { readonly [Key in keyof T]: Widen<T[Key]> };

export type Messages = Widen<typeof en>;
