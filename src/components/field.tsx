/** A labelled form control with a hint, or an error in place of the hint. */
import { useId } from 'react';
import type { Elements } from './elements.ts';
import styles from './field.module.css';

export interface FieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  /** Present where the input is invalid: what would be valid. */
  readonly error?: string | undefined;
  /** The attributes connect the control with its label and note. */
  readonly children: (attributes: ControlAttributes) => Elements;
}

export interface ControlAttributes {
  readonly id: string;
  readonly className: string | undefined;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean | undefined;
}

export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className={styles['field']}>
      <label className={styles['label']} htmlFor={id}>
        {label}
      </label>
      {children({
        id,
        className: styles['control'],
        'aria-describedby': note === undefined ? undefined : `${id}-note`,
        'aria-invalid': error === undefined ? undefined : true,
      })}
      {note !== undefined && (
        <p className={styles['note']} id={`${id}-note`} data-error={error !== undefined}>
          {note}
        </p>
      )}
    </div>
  );
}

export interface SelectFieldProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: Readonly<Record<Value, string>>;
  readonly onChange: (value: Value) => void;
}

export function SelectField<Value extends string>({ label, value, options, onChange }: SelectFieldProps<Value>) {
  // The keys of a record with these keys.
  const values = Object.keys(options) as Value[];
  return (
    <Field label={label}>
      {(attributes) => (
        <select
          {...attributes}
          value={value}
          onChange={({ target }) => {
            const chosen = values[target.selectedIndex];
            if (chosen !== undefined) onChange(chosen);
          }}
        >
          {values.map((option) => (
            <option key={option} value={option}>
              {options[option]}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
