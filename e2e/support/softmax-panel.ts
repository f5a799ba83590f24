/** Common steps of the tests of the softmax panel. */
import { THREE } from './digits.ts';
import { expect, type LivePage } from './live-page.ts';

export const DIGITS = Array.from({ length: 10 }, (_, digit) => digit);

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Puts a digit on the pad and waits for the whole table of it. */
export async function drawDigit(live: LivePage): Promise<void> {
  await live.drawByScript(THREE);
  await expect(live.part('softmax-row-9')).toBeAttached();
}
