/**
 * A text input for a value that may be invalid while it is typed. Only valid values reach `onChange`; the typed text
 * stays until the value changes from outside.
 */
import { useEffect, useEffectEvent, useState } from 'react';
import { begun, draftOf, entered, finished, textIn, type Typed } from './draft.ts';
import { Field } from './field.tsx';

/** A pause in typing after which the text counts as entered. */
const PAUSE_MS = 1000;

export interface TextFieldProps<Value> {
  readonly label: string;
  readonly value: Value;
  readonly format: (value: Value) => string;
  /** Null for invalid text. */
  readonly parse: (text: string) => Value | null;
  readonly onChange: (value: Value) => void;
  /** `typed`: the text counts at every key. `entered`: at Enter, when the field loses the focus, or after a pause. */
  readonly counts?: 'typed' | 'entered';
  readonly hint?: string | undefined;
  /** The error text: what would be valid. */
  readonly expected: string;
  readonly inputMode: 'numeric' | 'decimal' | 'text';
}

export function TextField<Value>(props: TextFieldProps<Value>) {
  const { label, parse, onChange, counts = 'typed', hint, expected, inputMode } = props;
  const [draft, setDraft] = useState(() => draftOf(props));
  const text = textIn(draft, props);
  const take = (typed: Typed<Value>): void => {
    setDraft(typed.draft);
    if (typed.reported) onChange(typed.reported.value);
  };
  const finish = useEffectEvent(() => take(finished(draft, props)));
  useEffect(() => {
    if (counts === 'typed') return undefined;
    const timer = setTimeout(() => finish(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [counts, draft.text]);
  return (
    <Field label={label} hint={hint} error={parse(text) === null ? expected : undefined}>
      {(attributes) => (
        <input
          {...attributes}
          type="text"
          inputMode={inputMode}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={({ target }) =>
            take(counts === 'typed' ? entered(target.value, props) : begun(target.value, props))
          }
          onKeyDown={({ key }) => {
            if (key === 'Enter') take(finished(draft, props));
          }}
          onBlur={() => take(finished(draft, props))}
        />
      )}
    </Field>
  );
}
