import { describe, expect, it } from 'vitest';
import { createFormat } from './format.ts';
import { probabilityText } from './probability-text.ts';

const format = createFormat('en');

describe('probabilityText', () => {
  it('has one decimal', () => {
    expect(probabilityText(0.98234, format)).toBe('98.2%');
    expect(probabilityText(0.1, format)).toBe('10.0%');
  });

  it('never shows 0% or 100%', () => {
    expect(probabilityText(0, format)).toBe('<0.1%');
    expect(probabilityText(0.0004, format)).toBe('<0.1%');
    expect(probabilityText(0.0005, format)).toBe('0.1%');
    expect(probabilityText(0.9994, format)).toBe('99.9%');
    expect(probabilityText(0.9996, format)).toBe('>99.9%');
    expect(probabilityText(1, format)).toBe('>99.9%');
  });
});
