import { describe, expect, it } from 'vitest';
import { parsePowers } from './powers.ts';

describe('parsePowers', () => {
  it('raises each exponent', () => {
    expect(parsePowers('b^{z} is e^{z · ln b}, so')).toEqual([
      { text: 'b', raised: false },
      { text: 'z', raised: true },
      { text: ' is e', raised: false },
      { text: 'z · ln b', raised: true },
      { text: ', so', raised: false },
    ]);
    expect(parsePowers('e^{−104.0}')).toEqual([
      { text: 'e', raised: false },
      { text: '−104.0', raised: true },
    ]);
  });

  it('leaves text without powers as it is', () => {
    expect(parsePowers('z ÷ Σz adds up to 1.')).toEqual([{ text: 'z ÷ Σz adds up to 1.', raised: false }]);
    expect(parsePowers('')).toEqual([]);
  });
});
