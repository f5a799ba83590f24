import { expect, it } from 'vitest';
import { invitationFor } from './invitation.ts';

it('asks for a digit in a way that the page has', () => {
  const all = { hasInk: false, canDraw: true, canSample: true };
  expect(invitationFor(all)).toBe('draw');
  expect(invitationFor({ ...all, canSample: false })).toBe('draw');
  expect(invitationFor({ ...all, canDraw: false })).toBe('sample');
  expect(invitationFor({ ...all, canDraw: false, canSample: false })).toBe('wait');
  expect(invitationFor({ ...all, hasInk: true, canDraw: false })).toBe('pending');
});
