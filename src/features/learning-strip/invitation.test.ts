import { describe, expect, it } from 'vitest';
import { invitationFor } from './invitation.ts';

describe('the place of the strip', () => {
  const all = { hasInk: false, canDraw: true, canTrain: true, canSample: true };

  it('asks for a digit and for training where there is neither', () => {
    expect(invitationFor(all)).toBe('drawAndTrain');
    expect(invitationFor({ ...all, hasInk: true })).toBe('train');
  });

  it('asks for nothing on a pad that is not there', () => {
    expect(invitationFor({ ...all, canDraw: false })).toBe('sample');
    expect(invitationFor({ ...all, canDraw: false, canTrain: false })).toBe('sample');
    expect(invitationFor({ ...all, canDraw: false, hasInk: true })).toBe('train');
    expect(invitationFor({ ...all, canDraw: false, canSample: false })).toBe('wait');
  });

  it('waits for a run that the reader cannot start', () => {
    expect(invitationFor({ ...all, canTrain: false })).toBe('wait');
    expect(invitationFor({ ...all, canTrain: false, canDraw: false, hasInk: true })).toBe('wait');
  });
});
