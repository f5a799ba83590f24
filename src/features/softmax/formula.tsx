/** The formula, as the post has it and with the temperature in it; and the same with one class's own numbers. */
import type { ReactNode } from 'react';
import { Formula, Indexed } from '../../components/math.tsx';
import { softmaxTerms } from '../../core/softmax.ts';
import type { Prediction } from '../../core/types.ts';
import { useFormat, useMessages } from '../../i18n/use-messages.ts';
import { useAppState } from '../../store/session.ts';
import { COLUMN_DIGITS, columnNumber, signed } from './number-text.ts';
import type { Part, PartFocus } from './parts.ts';
import styles from './formula.module.css';

interface PartProps extends PartFocus {
  readonly name: Part;
  readonly children: ReactNode;
}

/** Parts lie within parts: the innermost under the pointer is meant. */
function FormulaPart({ name, part, setPart, children }: PartProps) {
  return (
    <mrow
      className={styles['part']}
      data-active={part === name}
      onPointerOver={(event) => {
        event.stopPropagation();
        setPart(name);
      }}
      onPointerOut={() => setPart(null)}
    >
      {children}
    </mrow>
  );
}

/** p_j = e^(z_j/T − m) / Σ_k e^(z_k/T − m). */
export function GeneralFormula(focus: PartFocus) {
  const text = useMessages().softmax;
  return (
    <Formula display="block" className={styles['formula']} label={text.formulaLabel}>
      <FormulaPart name="p" {...focus}>
        <Indexed base="p" index="j" />
      </FormulaPart>
      <mo>=</mo>
      <mfrac>
        <FormulaPart name="exp" {...focus}>
          <Power index="j" {...focus} />
        </FormulaPart>
        <FormulaPart name="sum" {...focus}>
          <munderover>
            <mo>∑</mo>
            <mrow>
              <mi>k</mi>
              <mo>=</mo>
              <mn>0</mn>
            </mrow>
            <mn>9</mn>
          </munderover>
          <Power index="k" {...focus} />
        </FormulaPart>
      </mfrac>
      <mspace width="1.2em" />
      <mi>m</mi>
      <mo>=</mo>
      <munder>
        <mi mathvariant="normal">max</mi>
        <mi>k</mi>
      </munder>
      <mspace width="0.2em" />
      <mfrac>
        <Indexed base="z" index="k" />
        <mi>T</mi>
      </mfrac>
    </Formula>
  );
}

function Power({ index, ...focus }: PartFocus & { readonly index: 'j' | 'k' }) {
  return (
    <msup>
      <mi>e</mi>
      <mrow>
        <FormulaPart name="scaled" {...focus}>
          <FormulaPart name="z" {...focus}>
            <Indexed base="z" index={index} />
          </FormulaPart>
          <mo>/</mo>
          <mi>T</mi>
        </FormulaPart>
        <mo>−</mo>
        <mi>m</mi>
      </mrow>
    </msup>
  );
}

export interface WorkedFormulaProps extends PartFocus {
  readonly prediction: Prediction;
  readonly temperature: number;
}

/** For the class that is pointed at, else for the answer. */
export function WorkedFormula({ prediction, temperature, ...focus }: WorkedFormulaProps) {
  const format = useFormat();
  const text = useMessages().softmax;
  const digit = useAppState(({ lens }) => lens.highlight) ?? prediction.digit;
  const { terms, sum, max } = softmaxTerms(prediction.logits, temperature);
  const term = terms[digit];
  if (!term) return null;
  const exp = columnNumber(term.exp, Number(term.exp.toFixed(COLUMN_DIGITS)), format);
  const p = columnNumber(term.p, Number(term.p.toFixed(COLUMN_DIGITS)), format);
  const total = format.decimal(sum, COLUMN_DIGITS);
  return (
    <Formula display="block" className={styles['worked']} label={text.workedLabel(digit, exp, total, p)}>
      <FormulaPart name="p" {...focus}>
        <Indexed base="p" index={digit} />
      </FormulaPart>
      <mo>=</mo>
      <mfrac>
        <FormulaPart name="exp" {...focus}>
          <msup>
            <mi>e</mi>
            <mrow>
              <FormulaPart name="scaled" {...focus}>
                <FormulaPart name="z" {...focus}>
                  <mn>{signed(term.z, format)}</mn>
                </FormulaPart>
                <mo>/</mo>
                <mn>{format.plain(temperature, 3)}</mn>
              </FormulaPart>
              <mo>−</mo>
              <mn>{max < 0 ? `(${signed(max, format)})` : signed(max, format)}</mn>
            </mrow>
          </msup>
        </FormulaPart>
        <FormulaPart name="sum" {...focus}>
          <mn>{total}</mn>
        </FormulaPart>
      </mfrac>
      <mo>=</mo>
      <mfrac>
        <FormulaPart name="exp" {...focus}>
          <mn>{exp}</mn>
        </FormulaPart>
        <FormulaPart name="sum" {...focus}>
          <mn>{total}</mn>
        </FormulaPart>
      </mfrac>
      <mo>=</mo>
      <FormulaPart name="p" {...focus}>
        <mn className={styles['result']}>{p}</mn>
      </FormulaPart>
    </Formula>
  );
}
