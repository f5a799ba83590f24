/** What the tests of the softmax panel, and of what follows from it, begin with. */
import { THREE } from './digits.ts';
import { expect, type LivePage } from './live-page.ts';

export const DIGITS = Array.from({ length: 10 }, (_, digit) => digit);

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** A page with a digit on the pad and the whole table for it. */
export async function openWithDigit(live: LivePage): Promise<void> {
  await live.open();
  await live.drawByScript(THREE);
  await expect(live.part('softmax-row-9')).toBeAttached();
}
