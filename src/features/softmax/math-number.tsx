/** A number in a formula, its power of ten in the formula's own font. */
import type { ShownNumber } from './number-text.ts';

/** Without the sign that says that it is less than its power of ten: what it is compared with stands before it. */
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
