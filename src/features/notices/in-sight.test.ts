import { describe, expect, it } from 'vitest';
import { scrollTopFor } from './in-sight.ts';

describe('the notice list with a new entry', () => {
  const list = { scrollTop: 0, clientHeight: 150 };

  it('does not scroll where the entry is visible', () => {
    expect(scrollTopFor(list, { offsetTop: 60, offsetHeight: 60 })).toBe(0);
    expect(scrollTopFor({ ...list, scrollTop: 40 }, { offsetTop: 60, offsetHeight: 60 })).toBe(40);
  });

  it('scrolls to the end of the entry', () => {
    expect(scrollTopFor(list, { offsetTop: 120, offsetHeight: 60 })).toBe(30);
  });

  it('shows the beginning of an entry that is taller than itself', () => {
    expect(scrollTopFor(list, { offsetTop: 0, offsetHeight: 220 })).toBe(0);
    expect(scrollTopFor(list, { offsetTop: 120, offsetHeight: 220 })).toBe(120);
  });

  it('scrolls up to an entry above the visible part', () => {
    expect(scrollTopFor({ ...list, scrollTop: 300 }, { offsetTop: 0, offsetHeight: 220 })).toBe(0);
  });
});
