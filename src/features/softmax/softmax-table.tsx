/** One row a digit, one column a step of softmax, and a last row where the columns add up. */
import { memo, useCallback, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Formula } from '../../components/math.tsx';
import { softmaxTerms, type SoftmaxTerm } from '../../core/softmax.ts';
import type { Prediction } from '../../core/types.ts';
import { useFormat, useMessages } from '../../i18n/use-messages.ts';
import { useHighlight } from '../../store/use-highlight.ts';
import { roundedToAddUp } from './add-up.ts';
import { Amount, SignedAmount, StackedAmount } from './amount.tsx';
import { COLUMN_DIGITS, columnNumber, signed } from './number-text.ts';
import { PART_REMARK_ID, type Part, type PartFocus } from './parts.ts';
import styles from './softmax-table.module.css';

export interface SoftmaxTableProps extends PartFocus {
  readonly prediction: Prediction;
  readonly temperature: number;
}

export function SoftmaxTable({ prediction, temperature, part, setPart }: SoftmaxTableProps) {
  const text = useMessages().softmax;
  const format = useFormat();
  const { terms, sum, max } = softmaxTerms(prediction.logits, temperature);
  const exps = terms.map(({ exp }) => exp);
  const probabilities = terms.map(({ p }) => p);
  const shownExps = roundedToAddUp(exps, COLUMN_DIGITS);
  const shownPs = roundedToAddUp(probabilities, COLUMN_DIGITS);
  // An untrained network's logits are small, and are to look it.
  const reach = Math.max(1, ...terms.map(({ z }) => Math.abs(z)));
  const { body, stop, onKeyDown } = useRovingRows();
  const head = (name: Exclude<Part, 'sum'>, formula: ReactNode) => (
    <ColumnHead name={name} part={part} setPart={setPart}>
      {formula}
    </ColumnHead>
  );

  return (
    <table className={styles['table']} aria-label={text.tableLabel} data-part={part ?? ''}>
      <thead>
        <tr>
          <th scope="col" className={styles['corner']}>
            {text.digit}
          </th>
          {head('z', <mi>z</mi>)}
          {head('scaled', <Scaled />)}
          {head('exp', <Exp />)}
          {head('p', <mi>p</mi>)}
        </tr>
      </thead>
      <tbody ref={body}>
        {terms.map((term, digit) => (
          <Row
            key={digit}
            digit={digit}
            {...term}
            shownExp={shownExps[digit] ?? 0}
            shownP={shownPs[digit] ?? 0}
            reach={reach}
            winner={digit === prediction.digit}
            stop={digit === stop}
            onKeyDown={onKeyDown}
          />
        ))}
      </tbody>
      <tfoot>
        <tr data-testid="softmax-sum" data-exp={sum} data-p={probabilities.reduce((total, p) => total + p, 0)}>
          <th scope="row" colSpan={2}>
            {text.sum}
          </th>
          <td>
            <span className={styles['max']}>{text.max(signed(max, format))}</span>
          </td>
          <td>
            <StackedAmount text={format.decimal(sum, COLUMN_DIGITS)} values={probabilities} />
          </td>
          <td>
            <StackedAmount text={format.decimal(1, COLUMN_DIGITS)} values={probabilities} />
          </td>
        </tr>
      </tfoot>
    </table>
  );
}

const Scaled = () => (
  <>
    <mi>z</mi>
    <mo>/</mo>
    <mi>T</mi>
  </>
);

const Exp = () => (
  <msup>
    <mi>e</mi>
    <mrow>
      <Scaled />
      <mo>−</mo>
      <mi>m</mi>
    </mrow>
  </msup>
);

interface ColumnHeadProps extends PartFocus {
  readonly name: Exclude<Part, 'sum'>;
  readonly children: ReactNode;
}

function ColumnHead({ name, part, setPart, children }: ColumnHeadProps) {
  const text = useMessages().softmax;
  return (
    <th scope="col" data-active={part === name}>
      <button
        type="button"
        className={styles['head']}
        aria-label={text.partNames[name]}
        aria-describedby={PART_REMARK_ID}
        onPointerEnter={() => setPart(name)}
        onPointerLeave={({ pointerType }) => {
          if (pointerType !== 'touch') setPart(null);
        }}
        onFocus={() => setPart(name)}
        onBlur={() => setPart(null)}
      >
        <Formula>{children}</Formula>
      </button>
    </th>
  );
}

interface RowProps extends SoftmaxTerm {
  readonly digit: number;
  /** As the columns show them, so that they add up. */
  readonly shownExp: number;
  readonly shownP: number;
  /** The |z| that a bar to either side has room for. */
  readonly reach: number;
  readonly winner: boolean;
  /** The one row that Tab stops at. */
  readonly stop: boolean;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

const Row = memo(function Row({
  digit,
  z,
  scaled,
  exp,
  p,
  shownExp,
  shownP,
  reach,
  winner,
  stop,
  onKeyDown,
}: RowProps) {
  const text = useMessages().softmax;
  const format = useFormat();
  const { highlighted, handlers } = useHighlight(digit);
  const { onFocus, onBlur, ...pointing } = handlers;
  return (
    <tr
      data-testid={`softmax-row-${digit}`}
      data-z={z}
      data-exp={exp}
      data-p={p}
      data-winner={winner}
      data-highlighted={highlighted}
      {...pointing}
    >
      <th scope="row">
        <button
          type="button"
          className={styles['digit']}
          aria-label={text.rowLabel(digit)}
          tabIndex={stop ? 0 : -1}
          onFocus={onFocus}
          onBlur={onBlur}
          onKeyDown={onKeyDown}
        >
          {digit}
        </button>
      </th>
      <td>
        <SignedAmount text={signed(z, format)} share={z / reach} />
      </td>
      <td>
        <SignedAmount text={signed(scaled, format)} share={scaled / reach} />
      </td>
      <td>
        <Amount text={columnNumber(exp, shownExp, format)} share={exp} />
      </td>
      <td>
        <Amount text={columnNumber(p, shownP, format)} share={p} />
      </td>
    </tr>
  );
});

const KEYS: Readonly<Record<string, (row: number, last: number) => number>> = {
  ArrowDown: (row, last) => Math.min(row + 1, last),
  ArrowUp: (row) => Math.max(row - 1, 0),
  Home: () => 0,
  End: (_, last) => last,
};

/** Tab comes to one row, the arrow keys go on from there. */
function useRovingRows() {
  const body = useRef<HTMLTableSectionElement>(null);
  const [stop, setStop] = useState(0);
  const onKeyDown = useCallback((event: KeyboardEvent) => {
    const buttons = [...(body.current?.querySelectorAll('button') ?? [])];
    const row = buttons.findIndex((button) => button === event.target);
    const next = row < 0 ? undefined : KEYS[event.key]?.(row, buttons.length - 1);
    if (next === undefined) return;
    event.preventDefault();
    setStop(next);
    buttons[next]?.focus();
  }, []);
  return { body, stop, onKeyDown };
}
