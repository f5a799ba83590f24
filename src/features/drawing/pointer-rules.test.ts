import { describe, expect, it } from 'vitest';
import { isReleased, PointerRules, type Contact } from './pointer-rules.ts';

const PALM: Contact = { pointerId: 2, pointerType: 'touch' };
const PEN: Contact = { pointerId: 3, pointerType: 'pen' };
const MOUSE: Contact = { pointerId: 1, pointerType: 'mouse' };
const SECOND_TOUCH: Contact = { pointerId: 4, pointerType: 'touch' };

function setUp() {
  const clock = { ms: 0 };
  const rules = new PointerRules(() => clock.ms);
  const press = (contact: Contact, drawing: Contact | null = null, button = 0) => {
    rules.notice(contact);
    return rules.press({ ...contact, button }, drawing);
  };
  return { clock, rules, press };
}

describe('a pen', () => {
  it('takes over from a touch that draws', () => {
    const { press } = setUp();
    expect(press(PALM)).toBe('begin');
    expect(press(PEN, PALM)).toBe('instead');
  });

  it('takes over from a touch that the platform has just cancelled, once', () => {
    const { clock, rules, press } = setUp();
    press(PALM);
    rules.cancelled(PALM);
    clock.ms += 300;
    expect(press(PEN)).toBe('instead');
    expect(press(PEN)).toBe('begin');
  });

  it.each([
    ['a touch that was lifted', () => undefined],
    [
      'a touch that was cancelled long ago',
      ({ rules, clock }: ReturnType<typeof setUp>) => {
        rules.cancelled(PALM);
        clock.ms += 5000;
      },
    ],
    [
      'the stroke after a cancelled touch',
      ({ rules, press }: ReturnType<typeof setUp>) => {
        rules.cancelled(PALM);
        press(SECOND_TOUCH);
      },
    ],
    ['a cancelled mouse', ({ rules }: ReturnType<typeof setUp>) => rules.cancelled(MOUSE)],
  ])('leaves %s as it is', (_, before) => {
    const given = setUp();
    given.press(PALM);
    before(given);
    expect(given.press(PEN)).toBe('begin');
  });

  it('does not take over from a mouse or another pen', () => {
    const { press } = setUp();
    expect(press(PEN, MOUSE)).toBe('ignore');
    expect(press({ ...PEN, pointerId: 9 }, PEN)).toBe('ignore');
  });

  it.each([
    ['its own button', 2],
    ['its eraser', 5],
  ])('does not draw with %s', (_, button) => {
    const { press } = setUp();
    expect(press(PEN, null, button)).toBe('ignore');
    expect(press(PEN, PALM, button)).toBe('ignore');
  });

  it('begins again where it was lifted without an event', () => {
    expect(setUp().press(PEN, PEN)).toBe('begin');
  });
});

describe('a touch', () => {
  it('draws where no pen was used, and again some seconds after one', () => {
    const { clock, press } = setUp();
    expect(press(PALM)).toBe('begin');
    press(PEN);
    clock.ms += 5000;
    expect(press(PALM)).toBe('begin');
  });

  it('does not draw during and between the strokes of a pen, nor while one hovers', () => {
    const { clock, rules, press } = setUp();
    press(PEN);
    expect(press(PALM, PEN)).toBe('ignore');
    clock.ms += 1000;
    expect(press(PALM)).toBe('ignore');
    clock.ms += 5000;
    rules.notice(PEN);
    expect(press(PALM)).toBe('ignore');
  });

  it('does not draw beside another touch or a mouse', () => {
    const { press } = setUp();
    expect(press(SECOND_TOUCH, PALM)).toBe('ignore');
    expect(press(PALM, MOUSE)).toBe('ignore');
  });
});

describe('a mouse', () => {
  it('draws with its left button only, also after a pen', () => {
    const { press } = setUp();
    press(PEN);
    expect(press(MOUSE)).toBe('begin');
    for (const button of [1, 2, 3, 4]) expect(press(MOUSE, null, button)).toBe('ignore');
  });

  it('is released once its left button is up, whatever the others do', () => {
    expect([0, 1, 2, 3].map((buttons) => isReleased({ pointerType: 'mouse', buttons }))).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });
});

it.each(['pen', 'touch', ''])('a pointer of type "%s" without buttons is not released', (pointerType) => {
  expect(isReleased({ pointerType, buttons: 0 })).toBe(false);
});
