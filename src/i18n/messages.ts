/**
 * The shape of the catalogues, taken from the English ones: plain strings, and functions where a sentence has parts. A
 * missing key, a missing parameter or one of the wrong type fails the type check. Numbers are passed as numbers and
 * formatted by the catalogue's own `Intl` formatters.
 */
import type { en } from './languages/en.ts';
import type { charts } from './languages/en/lazy/charts.ts';
import type { embedding } from './languages/en/lazy/embedding.ts';
import type { explain } from './languages/en/lazy/explain.ts';
import type { learning } from './languages/en/lazy/learning.ts';
import type { pytorch } from './languages/en/lazy/pytorch.ts';
import type { softmax } from './languages/en/lazy/softmax.ts';

type Widen<T> = T extends string
  ? string
  : T extends (...args: infer Args) => string
    ? (...args: Args) => string
    : { readonly [Key in keyof T]: Widen<T[Key]> };

/** What the page needs from the start. */
export type FirstMessages = Widen<typeof en>;

/** What lazy parts of the page bring, by the name of the file. */
interface Parts {
  readonly charts: Widen<typeof charts>;
  readonly embedding: Widen<typeof embedding>;
  readonly explain: Widen<typeof explain>;
  readonly learning: Widen<typeof learning>;
  readonly pytorch: Widen<typeof pytorch>;
  readonly softmax: Widen<typeof softmax>;
}
export type PartName = keyof Parts;
export type Part<Name extends PartName> = Parts[Name];

export type Messages = FirstMessages &
  Parts['charts'] &
  Parts['embedding'] &
  Parts['explain'] &
  Parts['learning'] &
  Parts['pytorch'] &
  Parts['softmax'];
