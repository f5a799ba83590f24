/** The choices of the embed dialog. */
import { useId } from 'react';
import { SelectField } from '../../components/field.tsx';
import { TextField } from '../../components/text-field.tsx';
import { PANELS, type PanelName } from '../../core/controls.ts';
import { LANGUAGES, languageName } from '../../i18n/catalogues.ts';
import { useFormat, useMessages } from '../../i18n/use-messages.ts';
import { followsContent, HEIGHT_PX, parseHeight, waitingFor, type EmbedOptions } from './embed-options.ts';
import styles from './embed-dialog.module.css';

export interface EmbedChoicesProps {
  readonly options: EmbedOptions;
  /** The pad shows an image, which an address cannot contain. */
  readonly imageOnPad: boolean;
  readonly onChange: (part: Partial<EmbedOptions>) => void;
}

/** Value of the option “reader's own language”: no language tag. */
const READERS = '';

export function EmbedChoices({ options, imageOnPad, onChange }: EmbedChoicesProps) {
  const { embedding: text, training } = useMessages();
  const format = useFormat();
  const languages = Object.fromEntries(LANGUAGES.map((tag) => [tag, languageName(tag)]));
  return (
    <div className={styles['choices']}>
      <PanelChoice options={options} onChange={onChange} />
      <div className={styles['fields']}>
        <SelectField
          label={text.model}
          value={options.model}
          options={training.models}
          onChange={(model) => onChange({ model })}
        />
        <SelectField
          label={text.language}
          value={options.language ?? READERS}
          options={{ [READERS]: text.readersLanguage, ...languages }}
          onChange={(language) => onChange({ language: language === READERS ? null : language })}
        />
        <SelectField
          label={text.theme}
          value={options.theme}
          options={text.themes}
          onChange={(theme) => onChange({ theme })}
        />
        <SelectField
          label={text.offscreen}
          value={options.offscreen}
          options={text.offscreens}
          onChange={(offscreen) => onChange({ offscreen })}
        />
        <TextField
          label={text.height}
          value={options.heightPx}
          format={String}
          parse={parseHeight}
          onChange={(heightPx) => onChange({ heightPx })}
          expected={text.heightBetween(HEIGHT_PX.min, HEIGHT_PX.max)}
          inputMode="numeric"
          hint={format.integer(HEIGHT_PX.min) + '–' + format.integer(HEIGHT_PX.max)}
        />
      </div>
      <div className={styles['checks']}>
        <Check
          label={text.autoHeight}
          checked={followsContent(options)}
          disabled={!options.messages}
          onChange={(autoHeight) => onChange({ autoHeight })}
        />
        <Check label={text.poster} checked={options.poster} onChange={(poster) => onChange({ poster })} />
        <Check label={text.messages} checked={options.messages} onChange={(messages) => onChange({ messages })} />
        <Check label={text.keep} checked={options.keep} onChange={(keep) => onChange({ keep })} />
        <p className={styles['note']}>{options.messages ? text.messagesNote : text.messagesOff}</p>
        <output className={styles['note']}>{options.keep && imageOnPad && text.imageLeftOut}</output>
      </div>
    </div>
  );
}

/** The last chosen panel can't be removed: the frame would be empty. */
function PanelChoice({ options, onChange }: Omit<EmbedChoicesProps, 'imageOnPad'>) {
  const { embedding: text, drawing, training, titles: lazy, console: console_ } = useMessages();
  const noteId = useId();
  const titles: Readonly<Record<PanelName, string>> = {
    draw: drawing.title,
    train: training.title,
    charts: lazy.charts,
    settings: training.settings,
    softmax: lazy.softmax,
    learning: lazy.learning,
    console: console_.title,
  };
  const last = options.panels.length === 1;
  const untrained = waitingFor('train', options.panels).map((name) => titles[name]);
  const undrawn = waitingFor('draw', options.panels).map((name) => titles[name]);
  return (
    <fieldset className={styles['panels']} aria-describedby={last ? noteId : undefined}>
      <legend>{text.panels}</legend>
      {PANELS.map((name) => {
        const checked = options.panels.includes(name);
        return (
          <Check
            key={name}
            label={titles[name]}
            checked={checked}
            disabled={checked && last}
            onChange={(wanted) =>
              onChange({
                panels: PANELS.filter((panel) => (panel === name ? wanted : options.panels.includes(panel))),
              })
            }
          />
        );
      })}
      {last && (
        <p className={styles['note']} id={noteId}>
          {text.panelsMissing}
        </p>
      )}
      <output className={styles['note']}>
        {untrained.length > 0 && <p>{text.trainMissing(training.title, untrained)}</p>}
        {undrawn.length > 0 && <p>{text.drawMissing(drawing.title, undrawn)}</p>}
      </output>
    </fieldset>
  );
}

interface CheckProps {
  readonly label: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (checked: boolean) => void;
}

function Check({ label, checked, disabled = false, onChange }: CheckProps) {
  return (
    <label className={styles['check']}>
      <input
        type="checkbox"
        checked={checked}
        disabled={disabled}
        onChange={({ target }) => onChange(target.checked)}
      />
      <span>{label}</span>
    </label>
  );
}
