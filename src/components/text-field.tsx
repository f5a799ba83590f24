/**
 * A text input for a value that may be wrong while it is typed: the owner only ever hears of valid ones, and
 * what was typed stays until the value changes from outside.
 */
import { useState } from 'react';
import { Field } from './field.tsx';

export interface TextFieldProps<Value> {
  readonly label: string;
  readonly value: Value;
  readonly format: (value: Value) => string;
  /** Null where the text is no valid value. */
  readonly parse: (text: string) => Value | null;
  readonly onChange: (value: Value) => void;
  readonly hint?: string | undefined;
  /** What would be valid. */
  readonly expected: string;
  readonly inputMode: 'numeric' | 'decimal' | 'text';
}

export function TextField<Value>(props: TextFieldProps<Value>) {
  const { label, value, format, parse, onChange, hint, expected, inputMode } = props;
  const shown = format(value);
  const [draft, setDraft] = useState({ text: shown, of: shown });
  const text = draft.of === shown ? draft.text : shown;
  const wrong = parse(text) === null;
  return (
    <Field label={label} hint={hint} error={wrong ? expected : undefined}>
      {(attributes) => (
        <input
          {...attributes}
          type="text"
          inputMode={inputMode}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={({ target }) => {
            const parsed = parse(target.value);
            setDraft({ text: target.value, of: parsed === null ? shown : format(parsed) });
            if (parsed !== null) onChange(parsed);
          }}
        />
      )}
    </Field>
  );
}
