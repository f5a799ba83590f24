import { describe, expect, it } from 'vitest';
import { begun, draftOf, entered, finished, textIn, type Typed, type Typing } from './draft.ts';

const rate = (value: number): Typing<number> => ({
  value,
  format: String,
  parse: (text) => (text.trim() === '' || Number.isNaN(Number(text)) ? null : Number(text)),
});

/** Types `text` character by character over 0.01, into a field whose owner takes each reported value. */
function type(text: string, by: (text: string, typing: Typing<number>) => Typed<number>) {
  const reported: number[] = [];
  let typing = rate(0.01);
  let draft = draftOf(typing);
  const take = (typed: Typed<number>) => {
    draft = typed.draft;
    if (!typed.reported) return;
    reported.push(typed.reported.value);
    typing = rate(typed.reported.value);
  };
  for (let end = 1; end <= text.length; end++) take(by(text.slice(0, end), typing));
  return {
    reported,
    text: () => textIn(draft, typing),
    finish: () => take(finished(draft, typing)),
    setFromOutside: (value: number) => (typing = rate(value)),
  };
}

describe('a field whose text counts at every key', () => {
  it('reports each valid value and keeps the typed text', () => {
    const field = type('1e-3', entered);
    expect(field.reported).toEqual([1, 0.001]);
    expect(field.text()).toBe('1e-3');
  });

  it('reports nothing more when it loses the focus', () => {
    const field = type('5', entered);
    field.finish();
    expect(field.reported).toEqual([5]);
  });
});

describe('a field whose text counts once entered', () => {
  it('reports the whole value once', () => {
    const field = type('1e-3', begun);
    expect(field.reported).toEqual([]);
    expect(field.text()).toBe('1e-3');
    field.finish();
    field.finish();
    expect(field.reported).toEqual([0.001]);
    expect(field.text()).toBe('1e-3');
  });

  it('keeps invalid text and does not report it', () => {
    const field = type('1e', begun);
    field.finish();
    expect(field.reported).toEqual([]);
    expect(field.text()).toBe('1e');
  });

  it('does not report a value that is unchanged', () => {
    const field = type('0.010', begun);
    field.finish();
    expect(field.reported).toEqual([]);
    expect(field.text()).toBe('0.010');
  });

  it('drops the typed text when the value changes from outside', () => {
    const field = type('5', begun);
    field.setFromOutside(0.2);
    expect(field.text()).toBe('0.2');
    field.finish();
    expect(field.reported).toEqual([]);
  });
});
