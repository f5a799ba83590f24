/** Three questions about the formula, each with an experiment on the reader's own logits. */
import { useId, useState } from 'react';
import type { Elements } from '../../components/elements.ts';
import { Button } from '../../components/button.tsx';
import { SelectField } from '../../components/field.tsx';
import { WithPowers } from '../../components/with-powers.tsx';
import {
  judgePlainShares,
  plainShares,
  softmaxInBase,
  temperatureOfBase,
  unshiftedSoftmax,
} from '../../core/softmax-variants.ts';
import { softmax } from '../../core/softmax.ts';
import { useFormat, useMessages } from '../../i18n/use-messages.ts';
import { useAppState, useSession } from '../../store/session.ts';
import { MiniBars } from './mini-bars.tsx';
import { signed } from './number-text.ts';
import { scaleRange, type ScaleRange } from './scale-range.ts';
import styles from './experiments.module.css';

interface ExperimentProps {
  readonly logits: readonly number[];
}

export function Experiments({ logits }: ExperimentProps) {
  const text = useMessages().softmax;
  return (
    <section className={styles['experiments']} aria-labelledby="experiments-title">
      <h3 className={styles['title']} id="experiments-title">
        {text.experimentsTitle}
      </h3>
      <div className={styles['grid']}>
        <WhyMaximum logits={logits} />
        <WhyE logits={logits} />
        <WhyNotDivide logits={logits} />
      </div>
    </section>
  );
}

interface QuestionProps {
  readonly question: string;
  readonly answer: string;
  readonly children: Elements;
}

function Question({ question, answer, children }: QuestionProps) {
  return (
    <article className={styles['question']}>
      <h4 className={styles['heading']}>{question}</h4>
      <p className={styles['answer']}>
        <WithPowers>{answer}</WithPowers>
      </p>
      {children}
    </article>
  );
}

interface SlideProps extends ScaleRange {
  readonly label: string;
  readonly shown: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

function Slide({ label, shown, onChange, ...range }: SlideProps) {
  const id = useId();
  return (
    <div className={styles['slide']}>
      <label htmlFor={id}>{label}</label>
      <output htmlFor={id}>{shown}</output>
      <input
        {...range}
        id={id}
        type="range"
        aria-valuetext={shown}
        onChange={({ target }) => onChange(target.valueAsNumber)}
      />
    </div>
  );
}

function WhyMaximum({ logits }: ExperimentProps) {
  const text = useMessages().softmax;
  const format = useFormat();
  const [chosen, setFactor] = useState(1);
  const range = scaleRange(logits);
  // Larger logits need a smaller factor.
  const factor = Math.min(chosen, range.max);
  const scaled = logits.map((z) => z * factor);
  const naive = unshiftedSoftmax(scaled);
  const tooSmall = naive.sum === 0;
  const tooLarge = naive.sum === Infinity;
  const largest = signed(Math.max(...scaled), format, 1);
  return (
    <Question question={text.whyMaximum} answer={text.whyMaximumAnswer}>
      <Slide
        label={text.scaleLabel}
        shown={`× ${format.plain(factor, 3)}`}
        {...range}
        value={factor}
        onChange={setFactor}
      />
      <div className={styles['pair']}>
        <MiniBars title={text.withoutMaximum} values={naive.p} low={0} />
        <MiniBars title={text.withMaximum} values={softmax(scaled)} low={0} />
      </div>
      <Finding broken={tooSmall || tooLarge}>
        {tooLarge ? text.overflows(largest) : tooSmall ? text.underflows(largest) : text.fits(largest)}
      </Finding>
    </Question>
  );
}

interface FindingProps {
  readonly broken?: boolean;
  /** Reserves the height of the longest of several texts. */
  readonly roomy?: boolean;
  readonly children: string;
}

/** The result of an experiment. During training it follows every prediction, and is not announced. */
function Finding({ broken, roomy, children }: FindingProps) {
  const running = useAppState(({ run }) => run.state === 'running');
  return (
    <output
      className={styles['finding']}
      data-broken={broken}
      data-roomy={roomy}
      aria-live={running ? 'off' : 'polite'}
    >
      <WithPowers>{children}</WithPowers>
    </output>
  );
}

const BASES = { two: 2, e: Math.E, ten: 10 } as const;
type BaseName = keyof typeof BASES;

function WhyE({ logits }: ExperimentProps) {
  const text = useMessages().softmax;
  const format = useFormat();
  const session = useSession();
  const [name, setName] = useState<BaseName>('two');
  const base = BASES[name];
  const shownBase = name === 'e' ? 'e' : String(base);
  // Rounded as the slider and the field show it.
  const temperature = Number(temperatureOfBase(base).toPrecision(3));
  const shown = format.plain(temperature, 3);
  return (
    <Question question={text.whyE} answer={text.whyEAnswer}>
      <SelectField
        label={text.base}
        value={name}
        options={{ two: '2', e: `e ≈ ${format.decimal(Math.E, 3)}`, ten: '10' }}
        onChange={setName}
      />
      <div className={styles['pair']}>
        <MiniBars title={text.withBase(shownBase)} values={softmaxInBase(logits, base)} low={0} />
        <MiniBars title={text.withE} values={softmax(logits)} low={0} />
      </div>
      <div className={styles['conclusion']}>
        <Finding>{text.sameAsTemperature(shownBase, shown)}</Finding>
        <Button onClick={() => session.setLens({ temperature })}>{text.setTemperature(shown)}</Button>
      </div>
    </Question>
  );
}

const MAX_SHIFT = 10;

function WhyNotDivide({ logits }: ExperimentProps) {
  const text = useMessages().softmax;
  const format = useFormat();
  const [shift, setShift] = useState(0);
  const moved = logits.map((z) => z + shift);
  const plain = plainShares(moved);
  const verdict = judgePlainShares(plain);
  return (
    <Question question={text.whyNotDivide} answer={text.whyNotDivideAnswer}>
      <Slide
        label={text.shiftLabel}
        shown={shift > 0 ? `+${format.plain(shift, 3)}` : signed(shift, format, 1)}
        min={-MAX_SHIFT}
        max={MAX_SHIFT}
        step={0.5}
        value={shift}
        onChange={setShift}
      />
      <div className={styles['pair']}>
        <MiniBars title={text.divided} values={plain.shares} low={-1} />
        <MiniBars title={text.softmaxed} values={softmax(moved)} low={0} />
      </div>
      <Finding roomy broken={verdict.kind !== 'sound'}>
        {verdict.kind === 'impossible'
          ? text.plainShares.impossible
          : text.plainShares[verdict.kind]({ ...verdict, largest: signed(verdict.largest, format) })}
      </Finding>
    </Question>
  );
}
