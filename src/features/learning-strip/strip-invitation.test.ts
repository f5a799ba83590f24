import { describe, expect, it } from 'vitest';
import { stripInvitation } from './strip-invitation.ts';

describe('the place of the strip', () => {
  const all = { hasInk: false, canDraw: true, canTrain: true, canSample: true };

  it('asks for a digit and for training where there is neither', () => {
    expect(stripInvitation(all)).toBe('drawAndTrain');
    expect(stripInvitation({ ...all, hasInk: true })).toBe('train');
  });

  it('asks for nothing on a pad that is not there', () => {
    expect(stripInvitation({ ...all, canDraw: false })).toBe('sample');
    expect(stripInvitation({ ...all, canDraw: false, canTrain: false })).toBe('sample');
    expect(stripInvitation({ ...all, canDraw: false, hasInk: true })).toBe('train');
    expect(stripInvitation({ ...all, canDraw: false, canSample: false })).toBe('wait');
  });

  it('waits for a run that the reader cannot start', () => {
    expect(stripInvitation({ ...all, canTrain: false })).toBe('wait');
    expect(stripInvitation({ ...all, canTrain: false, canDraw: false, hasInk: true })).toBe('wait');
  });
});
