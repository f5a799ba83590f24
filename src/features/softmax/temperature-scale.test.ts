import { describe, expect, it } from 'vitest';
import { parseTemperature, positionOf, POSITIONS, temperatureAt } from './temperature-scale.ts';

describe('the temperature slider', () => {
  it('goes from 0.05 to 20 with 1 in the middle', () => {
    expect([0, POSITIONS / 2, POSITIONS].map((position) => temperatureAt(position))).toEqual([0.05, 1, 20]);
  });

  it('maps every position to a temperature and back', () => {
    for (let position = 0; position <= POSITIONS; position++)
      expect(positionOf(temperatureAt(position))).toBe(position);
  });

  it('accepts typed temperatures in its range only', () => {
    expect(parseTemperature('0.3')).toBe(0.3);
    expect(parseTemperature(' 1,5 ')).toBe(1.5);
    expect(parseTemperature('０．５')).toBe(0.5);
    for (const text of ['', '0', '0.04', '21', '-1', 'warm', 'Infinity', '0x1'])
      expect(parseTemperature(text)).toBeNull();
  });
});
