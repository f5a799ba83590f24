/**
 * A text input for a value that may be wrong while it is typed: the owner only ever hears of valid ones, and
 * what was typed stays until the value changes from outside.
 */
import { useEffect, useEffectEvent, useState } from 'react';
import { begun, draftOf, entered, finished, textIn, type Typed } from './draft.ts';
import { Field } from './field.tsx';

/** Nobody who is still typing rests for so long. */
const REST_MS = 1000;

export interface TextFieldProps<Value> {
  readonly label: string;
  readonly value: Value;
  readonly format: (value: Value) => string;
  /** Null where the text is no valid value. */
  readonly parse: (text: string) => Value | null;
  readonly onChange: (value: Value) => void;
  /** Whether what is typed counts at every key, or once it is whole: at Enter, at leaving the field or after a rest. */
  readonly counts?: 'typed' | 'entered';
  readonly hint?: string | undefined;
  /** What would be valid. */
  readonly expected: string;
  readonly inputMode: 'numeric' | 'decimal' | 'text';
}

export function TextField<Value>(props: TextFieldProps<Value>) {
  const { label, parse, onChange, counts = 'typed', hint, expected, inputMode } = props;
  const [draft, setDraft] = useState(() => draftOf(props));
  const text = textIn(draft, props);
  const take = (typed: Typed<Value>): void => {
    setDraft(typed.draft);
    if (typed.heard) onChange(typed.heard.value);
  };
  const finish = useEffectEvent(() => take(finished(draft, props)));
  useEffect(() => {
    if (counts === 'typed') return undefined;
    const timer = setTimeout(() => finish(), REST_MS);
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
