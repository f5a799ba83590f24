/** The formula of softmax with its temperature, in general and with the numbers of one class. */
import type { Elements } from '../../components/elements.ts';
import { Formula, Indexed } from '../../components/math.tsx';
import { useFormat, useMessages } from '../../i18n/use-messages.ts';
import { useAppState } from '../../store/session.ts';
import { COLUMN_DIGITS, shownNumber, signed, textOf, type ShownNumber } from './number-text.ts';
import { MathNumber } from './math-number.tsx';
import type { Part, PartFocus } from './parts.ts';
import type { WorkedTerms } from './worked-terms.ts';
import styles from './formula.module.css';

interface PartProps extends PartFocus {
  readonly name: Part;
  readonly children: Elements;
}

/** Parts are nested: the innermost part under the pointer has the focus. */
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

/** p_j = e^(z_j/T − m) / Σ_k e^(z_k/T − m), with m beside it or, in a narrow box, below. */
export function GeneralFormula(focus: PartFocus) {
  const text = useMessages().softmax;
  return (
    <Formula display="block" className={styles['formula']} label={text.formulaLabel}>
      <mrow>
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
      </mrow>
      <mrow>
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
      </mrow>
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
  readonly worked: WorkedTerms;
  readonly temperature: number;
  readonly answer: number;
}

/** For the highlighted class, else for the answer. Always on two lines, so that its height does not change. */
export function WorkedFormula({ worked, temperature, answer, ...focus }: WorkedFormulaProps) {
  const format = useFormat();
  const text = useMessages().softmax;
  const digit = useAppState(({ lens }) => lens.highlight) ?? answer;
  const { terms, sum, max } = worked;
  const term = terms[digit];
  if (!term) return null;
  const exp = shownNumber(term.shownExp, format);
  const p = shownNumber(term.shownP, format);
  const total = format.decimal(sum, COLUMN_DIGITS);
  const [expRelation, pRelation] = relations(exp, p);
  return (
    <Formula
      display="block"
      className={styles['worked']}
      label={text.workedLabel(digit, textOf(exp), total, textOf(p))}
    >
      <mtable>
        <mtr>
          <mtd>
            <FormulaPart name="p" {...focus}>
              <Indexed base="p" index={digit} />
            </FormulaPart>
          </mtd>
          <mtd>
            <mo form="infix">=</mo>
            <mfrac>
              <FormulaPart name="exp" {...focus}>
                <WorkedPower z={term.z} temperature={temperature} max={max} {...focus} />
              </FormulaPart>
              <FormulaPart name="sum" {...focus}>
                <mn>{total}</mn>
              </FormulaPart>
            </mfrac>
          </mtd>
        </mtr>
        <mtr>
          <mtd />
          <mtd>
            <mo form="infix">{expRelation}</mo>
            <mfrac>
              <FormulaPart name="exp" {...focus}>
                <MathNumber number={exp} />
              </FormulaPart>
              <FormulaPart name="sum" {...focus}>
                <mn>{total}</mn>
              </FormulaPart>
            </mfrac>
            <mo>{pRelation}</mo>
            <mrow className={styles['result']}>
              <FormulaPart name="p" {...focus}>
                <MathNumber number={p} />
              </FormulaPart>
            </mrow>
          </mtd>
        </mtr>
      </mtable>
    </Formula>
  );
}

/** Of a value too small for a double only a bound is known. */
function relations(exp: ShownNumber, p: ShownNumber): readonly [exp: string, p: string] {
  if (exp.mantissa === null) return ['<', '≤'];
  return ['=', p.mantissa === null ? '<' : '='];
}

interface WorkedPowerProps extends PartFocus {
  readonly z: number;
  readonly temperature: number;
  readonly max: number;
}

function WorkedPower({ z, temperature, max, ...focus }: WorkedPowerProps) {
  const format = useFormat();
  return (
    <msup>
      <mi>e</mi>
      <mrow>
        <FormulaPart name="scaled" {...focus}>
          <FormulaPart name="z" {...focus}>
            <mn>{signed(z, format)}</mn>
          </FormulaPart>
          <mo>/</mo>
          <mn>{format.plain(temperature, 3)}</mn>
        </FormulaPart>
        <mo>−</mo>
        <mn>{max < 0 ? `(${signed(max, format)})` : signed(max, format)}</mn>
      </mrow>
    </msup>
  );
}
