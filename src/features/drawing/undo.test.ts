import { describe, expect, it } from 'vitest';
import { asksForUndo } from './undo.ts';

const pressed = (key: string, code: string, held: Partial<Parameters<typeof asksForUndo>[0]> = { ctrlKey: true }) =>
  asksForUndo({ key, code, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held });

describe('the keys for Undo', () => {
  it('are Ctrl or ⌘ and the key that writes z in the layout', () => {
    expect(pressed('z', 'KeyZ')).toBe(true);
    expect(pressed('z', 'KeyZ', { metaKey: true })).toBe(true);
    expect(pressed('Z', 'KeyZ')).toBe(true);
    // QWERTZ and AZERTY.
    expect(pressed('z', 'KeyY')).toBe(true);
    expect(pressed('z', 'KeyW')).toBe(true);
    expect(pressed('y', 'KeyZ')).toBe(false);
    expect(pressed('w', 'KeyZ')).toBe(false);
  });

  it('are Ctrl or ⌘ and the position of z in a layout without Latin letters', () => {
    expect(pressed('ㅋ', 'KeyZ')).toBe(true);
    expect(pressed('Process', 'KeyZ')).toBe(true);
    expect(pressed('я', 'KeyZ')).toBe(true);
    expect(pressed('ㅛ', 'KeyY')).toBe(false);
  });

  it('are not z alone, with Shift (Redo) or with Alt', () => {
    expect(pressed('z', 'KeyZ', {})).toBe(false);
    expect(pressed('Z', 'KeyZ', { ctrlKey: true, shiftKey: true })).toBe(false);
    expect(pressed('z', 'KeyZ', { ctrlKey: true, altKey: true })).toBe(false);
  });
});
