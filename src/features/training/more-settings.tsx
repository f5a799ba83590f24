/** The less common settings. */
import { Control } from '../../components/control.tsx';
import { SelectField } from '../../components/field.tsx';
import { TextField } from '../../components/text-field.tsx';
import { BOUNDS, type RunConfig } from '../../core/config.ts';
import { useMessages } from '../../i18n/use-messages.ts';
import { formatLayers, formatNumber, parseLayers, parseNumber } from './setting-text.ts';
import styles from './settings.module.css';

export interface MoreSettingsProps {
  readonly settings: RunConfig;
  readonly onChange: (part: Partial<RunConfig>) => void;
}

export function MoreSettings({ settings, onChange }: MoreSettingsProps) {
  const text = useMessages().training;
  return (
    <div className={styles['grid']}>
      {settings.model === 'mlp' && (
        <Control name="layers">
          <div className={styles['wide']}>
            <TextField
              label={text.layers}
              hint={text.layersHint}
              value={settings.layers}
              format={formatLayers}
              parse={parseLayers}
              onChange={(layers) => onChange({ layers })}
              expected={text.layersBetween(BOUNDS.layers.max, BOUNDS.width.max)}
              inputMode="text"
            />
          </div>
        </Control>
      )}
      <Control name="optimizer">
        <SelectField
          label={text.optimizer}
          value={settings.optimizer}
          options={text.optimizers}
          onChange={(optimizer) => onChange({ optimizer })}
        />
      </Control>
      {settings.optimizer === 'sgd' && <NumberSetting name="momentum" settings={settings} onChange={onChange} />}
      <NumberSetting name="batch" settings={settings} onChange={onChange} />
      <NumberSetting name="epochs" settings={settings} onChange={onChange} />
      <Control name="init">
        <SelectField
          label={text.init}
          value={settings.init}
          options={text.inits}
          onChange={(init) => onChange({ init })}
        />
      </Control>
      <NumberSetting name="seed" settings={settings} onChange={onChange} />
    </div>
  );
}

interface NumberSettingProps extends MoreSettingsProps {
  readonly name: 'momentum' | 'batch' | 'epochs' | 'seed';
}

function NumberSetting({ name, settings, onChange }: NumberSettingProps) {
  const text = useMessages().training;
  const { min, max } = BOUNDS[name];
  const whole = name !== 'momentum';
  return (
    <Control name={name}>
      <TextField
        label={text[name]}
        value={settings[name]}
        format={formatNumber}
        parse={(input) => parseNumber(input, name)}
        onChange={(value) => onChange({ [name]: value })}
        expected={whole ? text.wholeBetween(min, max) : text.numberBetween(min, max)}
        inputMode={whole ? 'numeric' : 'decimal'}
      />
    </Control>
  );
}
