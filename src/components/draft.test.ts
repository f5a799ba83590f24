import { describe, expect, it } from 'vitest';
import { begun, draftOf, entered, finished, textIn, type Typed, type Typing } from './draft.ts';

const rate = (value: number): Typing<number> => ({
  value,
  format: String,
  parse: (text) => (text.trim() === '' || Number.isNaN(Number(text)) ? null : Number(text)),
});

/** Types `text` a character at a time over 0.01; the field then stands there with what its owner made of it. */
function type(text: string, by: (text: string, typing: Typing<number>) => Typed<number>) {
  const heard: number[] = [];
  let typing = rate(0.01);
  let draft = draftOf(typing);
  const take = (typed: Typed<number>) => {
    draft = typed.draft;
    if (!typed.heard) return;
    heard.push(typed.heard.value);
    typing = rate(typed.heard.value);
  };
  for (let end = 1; end <= text.length; end++) take(by(text.slice(0, end), typing));
  return {
    heard,
    text: () => textIn(draft, typing),
    finish: () => take(finished(draft, typing)),
    setFromOutside: (value: number) => (typing = rate(value)),
  };
}

describe('what is typed where every value counts at once', () => {
  it('is heard of whenever it is valid, and stays as it was typed', () => {
    const field = type('1e-3', entered);
    expect(field.heard).toEqual([1, 0.001]);
    expect(field.text()).toBe('1e-3');
  });

  it('is not heard of again when the field is left', () => {
    const field = type('5', entered);
    field.finish();
    expect(field.heard).toEqual([5]);
  });
});

describe('what is typed where it counts once it is entered', () => {
  it('is heard of once, and whole', () => {
    const field = type('1e-3', begun);
    expect(field.heard).toEqual([]);
    expect(field.text()).toBe('1e-3');
    field.finish();
    field.finish();
    expect(field.heard).toEqual([0.001]);
    expect(field.text()).toBe('1e-3');
  });

  it('is not heard of where it is wrong, and stays to be put right', () => {
    const field = type('1e', begun);
    field.finish();
    expect(field.heard).toEqual([]);
    expect(field.text()).toBe('1e');
  });

  it('is not heard of where it is the value that was there', () => {
    const field = type('0.010', begun);
    field.finish();
    expect(field.heard).toEqual([]);
    expect(field.text()).toBe('0.010');
  });

  it('is over when the value changes from outside', () => {
    const field = type('5', begun);
    field.setFromOutside(0.2);
    expect(field.text()).toBe('0.2');
    field.finish();
    expect(field.heard).toEqual([]);
  });
});
