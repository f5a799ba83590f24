import { describe, expect, it } from 'vitest';
import { isArrow, movePen, RESTING_PEN, type Pen } from './pen-cursor.ts';

const MIDDLE: Pen = { at: [0.5, 0.5], down: true };

describe('the keyboard’s pen', () => {
  it('moves in the arrow’s direction and stays down', () => {
    expect(movePen(MIDDLE, ['ArrowLeft']).at[0]).toBeLessThan(0.5);
    expect(movePen(MIDDLE, ['ArrowRight']).at[0]).toBeGreaterThan(0.5);
    expect(movePen(MIDDLE, ['ArrowUp']).at[1]).toBeLessThan(0.5);
    expect(movePen(MIDDLE, ['ArrowDown']).at[1]).toBeGreaterThan(0.5);
    expect(movePen(MIDDLE, ['ArrowDown']).down).toBe(true);
  });

  it('moves as far along a diagonal as along an axis', () => {
    const straight = movePen(MIDDLE, ['ArrowRight']).at[0] - 0.5;
    const diagonal = movePen(MIDDLE, ['ArrowRight', 'ArrowDown']).at;
    expect(Math.hypot(diagonal[0] - 0.5, diagonal[1] - 0.5)).toBeCloseTo(straight, 12);
  });

  it('does not move while opposite keys are held, or none', () => {
    expect(movePen(MIDDLE, ['ArrowLeft', 'ArrowRight'])).toBe(MIDDLE);
    expect(movePen(MIDDLE, [])).toBe(MIDDLE);
  });

  it('never leaves the pad', () => {
    let pen = RESTING_PEN;
    for (let i = 0; i < 200; i++) pen = movePen(pen, ['ArrowLeft', 'ArrowUp']);
    expect(Math.min(...pen.at)).toBeGreaterThan(0);
    for (let i = 0; i < 200; i++) pen = movePen(pen, ['ArrowRight', 'ArrowDown']);
    expect(Math.max(...pen.at)).toBeLessThan(1);
  });

  it('accepts arrow keys, and no inherited property name', () => {
    expect(isArrow('ArrowUp')).toBe(true);
    expect(isArrow('a')).toBe(false);
    expect(isArrow('toString')).toBe(false);
  });
});
