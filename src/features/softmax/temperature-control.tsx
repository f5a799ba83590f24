/** The temperature: slider, number, a reset to 1, and its current effect. */
import { Button } from '../../components/button.tsx';
import { sentences } from '../../components/sentences.ts';
import { TextField } from '../../components/text-field.tsx';
import { argMax, softmax, TEMPERATURE } from '../../core/softmax.ts';
import { probabilityText } from '../../i18n/probability-text.ts';
import { useFormat, useMessages } from '../../i18n/use-messages.ts';
import { useAppState, useSession } from '../../store/session.ts';
import { parseTemperature, positionOf, POSITIONS, temperatureAt } from './temperature-scale.ts';
import { leadIsShared, reachedEnd, SURE } from './temperature-end.ts';
import styles from './temperature-control.module.css';

/** This near to an end of the slider, the limit is explained even where it does not show yet. */
const COLD = 0.1;
const HOT = 10;

/** `logits`: null without an answer. */
export function TemperatureControl({ logits }: { readonly logits: readonly number[] | null }) {
  const text = useMessages().softmax;
  const format = useFormat();
  const session = useSession();
  const temperature = useAppState(({ lens }) => lens.temperature);
  const p = logits && softmax(logits, temperature);
  const end = p && reachedEnd(p, temperature);
  return (
    <div className={styles['control']}>
      <label className={styles['label']} htmlFor="temperature">
        {text.temperature}
      </label>
      <div className={styles['slide']}>
        <input
          id="temperature"
          className={styles['slider']}
          data-testid="temperature"
          data-value={temperature}
          type="range"
          aria-valuetext={`T = ${format.plain(temperature, 3)}`}
          min={0}
          max={POSITIONS}
          step={1}
          value={positionOf(temperature)}
          onChange={({ target }) => session.setLens({ temperature: temperatureAt(target.valueAsNumber) })}
        />
        <div className={styles['ends']}>
          <span data-reached={end === 'cold'}>
            <b>T → 0</b>
            <span>{text.coldEnd}</span>
          </span>
          <span className={styles['middle']} data-reached={temperature === 1}>
            <b>1</b>
          </span>
          <span data-reached={end === 'hot'}>
            <b>T → ∞</b>
            <span>{text.hotEnd}</span>
          </span>
        </div>
      </div>
      <div className={styles['number']}>
        <TextField
          label={text.temperatureNumber}
          value={temperature}
          format={String}
          parse={parseTemperature}
          onChange={(value) => session.setLens({ temperature: value })}
          expected={text.temperatureRange(TEMPERATURE.min, TEMPERATURE.max)}
          inputMode="decimal"
        />
        <Button disabled={temperature === 1} onClick={() => session.setLens({ temperature: 1 })}>
          {text.backToOne}
        </Button>
      </div>
      {logits && p && <Meaning p={p} atOne={softmax(logits)} temperature={temperature} />}
    </div>
  );
}

interface MeaningProps {
  /** The ten probabilities at this temperature. */
  readonly p: readonly number[];
  readonly atOne: readonly number[];
  readonly temperature: number;
}

function Meaning({ p, atOne, temperature }: MeaningProps) {
  const text = useMessages().softmax;
  const format = useFormat();
  const digit = argMax(p);
  const share = probabilityText(p[digit] ?? 0, format);
  // Compares the shown texts.
  const fell = share !== probabilityText(atOne[digit] ?? 0, format);
  const end = reachedEnd(p, temperature);
  const times = format.plain(temperature < 1 ? 1 / temperature : temperature, 3);
  if (temperature === 1)
    return <p className={styles['meaning']}>{sentences(text.atOne, (p[digit] ?? 0) > SURE && text.tryWarmer)}</p>;
  return (
    <p className={styles['meaning']}>
      {sentences(
        temperature < 1 ? text.colder(times, digit, share) : text.warmer(times, digit, share, fell),
        end === 'cold' && text.coldLimit(digit),
        end === 'hot' && text.hotLimit,
        end === null && temperature <= COLD && !leadIsShared(p) && text.notYetCold,
        end === null && temperature >= HOT && text.notYetHot,
      )}
    </p>
  );
}
