/** A number in a formula, with its power of ten in MathML. */
import type { ShownNumber } from './number-text.ts';

/** Without the sign “<” of a bound: the formula has a relation before it. */
export function MathNumber({ number: { mantissa, exponent } }: { readonly number: ShownNumber }) {
  if (exponent === null) return <mn>{mantissa}</mn>;
  return (
    <mrow>
      {mantissa !== null && (
        <>
          <mn>{mantissa}</mn>
          <mo>×</mo>
        </>
      )}
      <msup>
        <mn>10</mn>
        <mrow>
          <mo form="prefix">−</mo>
          <mn>{exponent}</mn>
        </mrow>
      </msup>
    </mrow>
  );
}
