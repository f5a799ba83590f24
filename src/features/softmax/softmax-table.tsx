/** One row for each digit, one column for each stage of softmax, and a last row with the sums. */
import { memo, useCallback, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { SPACE, type Content, type Elements } from '../../components/elements.ts';
import { Formula } from '../../components/math.tsx';
import { sumOf } from '../../core/sum-of.ts';
import { useFormat, useMessages } from '../../i18n/use-messages.ts';
import { useHighlight } from '../../store/use-highlight.ts';
import { Amount, SignedAmount, StackedAmount } from './amount.tsx';
import { COLUMN_DIGITS, columnNumber, signed } from './number-text.ts';
import { PART_REMARK_ID, type Part, type PartFocus } from './parts.ts';
import type { WorkedTerm, WorkedTerms } from './worked-terms.ts';
import styles from './softmax-table.module.css';

export interface SoftmaxTableProps extends PartFocus {
  readonly worked: WorkedTerms;
  readonly answer: number;
}

export function SoftmaxTable({ worked, answer, part, setPart }: SoftmaxTableProps) {
  const text = useMessages().softmax;
  const { terms } = worked;
  // At least 1: the small logits of an untrained network keep short bars.
  const reach = Math.max(1, ...terms.map(({ z }) => Math.abs(z)));
  const { body, stop, onKeyDown } = useRovingRows();
  const head = (name: Exclude<Part, 'sum'>, formula: Elements) => (
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
            reach={reach}
            winner={digit === answer}
            setPart={setPart}
            stop={digit === stop}
            onKeyDown={onKeyDown}
          />
        ))}
      </tbody>
      <Sums worked={worked} part={part} setPart={setPart} />
    </table>
  );
}

function Sums({ worked, part, setPart }: Omit<SoftmaxTableProps, 'answer'>) {
  const text = useMessages().softmax;
  const format = useFormat();
  const { terms, sum, max } = worked;
  const probabilities = terms.map(({ p }) => p);
  return (
    <tfoot>
      <tr>
        <th scope="row" colSpan={2}>
          <span>{text.largest}</span>
          {SPACE}
          <Formula>
            <mi>m</mi>
          </Formula>
        </th>
        <td colSpan={3}>
          <span className={styles['max']}>{signed(max, format)}</span>
        </td>
      </tr>
      <tr data-testid="softmax-sum" data-exp={sum} data-p={sumOf(probabilities)}>
        <th scope="row" colSpan={2} data-active={part === 'sum'} {...pointing('sum', setPart)}>
          <PartButton name="sum" setPart={setPart}>
            {text.sum}
          </PartButton>
        </th>
        {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- an empty cell, and no control */}
        <td {...pointing('sum', setPart)} />
        <td {...pointing('sum', setPart)}>
          <StackedAmount text={format.decimal(sum, COLUMN_DIGITS)} values={probabilities} />
        </td>
        <td {...pointing('p', setPart)}>
          <StackedAmount text={format.decimal(1, COLUMN_DIGITS)} values={probabilities} />
        </td>
      </tr>
    </tfoot>
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
  readonly children: Elements;
}

function ColumnHead({ name, part, setPart, children }: ColumnHeadProps) {
  const text = useMessages().softmax;
  return (
    <th scope="col" data-active={part === name} {...pointing(name, setPart)}>
      <PartButton name={name} label={text.partNames[name]} setPart={setPart}>
        <Formula>{children}</Formula>
      </PartButton>
    </th>
  );
}

type SetPart = PartFocus['setPart'];

/** For the cells of a part. A touch keeps the focus on the part until the next touch. */
function pointing(name: Part, setPart: SetPart) {
  return {
    onPointerEnter: () => setPart(name),
    onPointerLeave: ({ pointerType }: PointerEvent) => {
      if (pointerType !== 'touch') setPart(null);
    },
  };
}

interface PartButtonProps {
  readonly name: Part;
  /** Where the content is no sufficient name. */
  readonly label?: string;
  readonly setPart: SetPart;
  readonly children: Content;
}

/** Gives the keyboard access to a part. Pointers use the cell. */
function PartButton({ name, label, setPart, children }: PartButtonProps) {
  return (
    <button
      type="button"
      className={styles['head']}
      aria-label={label}
      aria-describedby={PART_REMARK_ID}
      onFocus={() => setPart(name)}
      onBlur={() => setPart(null)}
    >
      {children}
    </button>
  );
}

interface RowProps extends WorkedTerm {
  readonly digit: number;
  /** The |z| of a full bar. */
  readonly reach: number;
  readonly winner: boolean;
  readonly setPart: SetPart;
  /** Whether Tab stops at this row. */
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
  setPart,
  stop,
  onKeyDown,
}: RowProps) {
  const text = useMessages().softmax;
  const format = useFormat();
  const { highlighted, handlers } = useHighlight(digit);
  const { onFocus, onBlur, ...pointer } = handlers;
  return (
    <tr
      data-testid={`softmax-row-${digit}`}
      data-z={z}
      data-exp={exp}
      data-p={p}
      data-winner={winner}
      data-highlighted={highlighted}
      {...pointer}
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
          <span className={styles['pill']}>{digit}</span>
        </button>
      </th>
      <td {...pointing('z', setPart)}>
        <SignedAmount text={signed(z, format)} share={z / reach} />
      </td>
      <td {...pointing('scaled', setPart)}>
        <SignedAmount text={signed(scaled, format)} share={scaled / reach} />
      </td>
      <td {...pointing('exp', setPart)}>
        <Amount text={columnNumber(shownExp, format)} share={exp} />
      </td>
      <td {...pointing('p', setPart)}>
        <Amount text={columnNumber(shownP, format)} share={p} />
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

/** Tab stops at one row; arrow keys move between rows. */
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
