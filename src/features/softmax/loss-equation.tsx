/** −ln p of the meant digit, with its numbers. */
import { Formula, Indexed } from '../../components/math.tsx';
import { useFormat, useMessages } from '../../i18n/use-messages.ts';
import { shownLoss } from './loss-text.ts';
import { MathNumber } from './math-number.tsx';
import { textOf } from './number-text.ts';
import styles from './loss-equation.module.css';

export interface LossEquationProps {
  readonly logits: readonly number[];
  readonly meant: number;
}

export function LossEquation({ logits, meant }: LossEquationProps) {
  const text = useMessages().softmax;
  const format = useFormat();
  const { loss, of, ofText } = shownLoss(logits, meant, format);
  const inParentheses = of !== null && (of.shortOfOne || of.number.exponent !== null);
  return (
    <Formula className={styles['equation']} label={text.lossLabel(meant, ofText, textOf(loss))}>
      <MinusLn />
      <Indexed base="p" index={meant} />
      {of !== null && (
        <>
          <mo>=</mo>
          <MinusLn />
          {inParentheses && <mo>(</mo>}
          {of.shortOfOne && (
            <>
              <mn>1</mn>
              <mo>−</mo>
            </>
          )}
          <MathNumber number={of.number} />
          {inParentheses && <mo>)</mo>}
        </>
      )}
      {/* Both numbers are rounded. */}
      <mo>{loss.mantissa === null ? '<' : '≈'}</mo>
      <mrow className={styles['value']}>
        <MathNumber number={loss} />
      </mrow>
    </Formula>
  );
}

const MinusLn = () => (
  <>
    <mo form="prefix">−</mo>
    <mi mathvariant="normal">ln</mi>
    <mspace width="0.2em" />
  </>
);
