import { expect, it } from 'vitest';
import { digitInvitation } from './digit-invitation.ts';

it('the invitation of the softmax panel asks only for what the page has controls for', () => {
  const all = { hasInk: false, canDraw: true, canSample: true };
  expect(digitInvitation(all)).toBe('draw');
  expect(digitInvitation({ ...all, canSample: false })).toBe('draw');
  expect(digitInvitation({ ...all, canDraw: false })).toBe('sample');
  expect(digitInvitation({ ...all, canDraw: false, canSample: false })).toBe('wait');
  expect(digitInvitation({ ...all, hasInk: true, canDraw: false })).toBe('pending');
});
