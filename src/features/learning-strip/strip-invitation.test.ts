import { describe, expect, it } from 'vitest';
import { stripInvitation } from './strip-invitation.ts';

describe('the invitation of the empty strip', () => {
  const all = { hasInk: false, canDraw: true, canTrain: true, canSample: true };

  it('asks for a digit and for training while both are missing', () => {
    expect(stripInvitation(all)).toBe('drawAndTrain');
    expect(stripInvitation({ ...all, hasInk: true })).toBe('train');
  });

  it('does not ask to draw on a page without a pad', () => {
    expect(stripInvitation({ ...all, canDraw: false })).toBe('sample');
    expect(stripInvitation({ ...all, canDraw: false, canTrain: false })).toBe('sample');
    expect(stripInvitation({ ...all, canDraw: false, hasInk: true })).toBe('train');
    expect(stripInvitation({ ...all, canDraw: false, canSample: false })).toBe('wait');
  });

  it('waits on a page without a train button', () => {
    expect(stripInvitation({ ...all, canTrain: false })).toBe('wait');
    expect(stripInvitation({ ...all, canTrain: false, canDraw: false, hasInk: true })).toBe('wait');
  });
});
