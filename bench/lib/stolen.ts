/**
 * What a hypervisor takes away: while others have the processor, the page stands still through no fault of its own.
 * A stretch of time in which that happened says nothing about it.
 */
import { readFileSync } from 'node:fs';

/** Of the kernel's clock, a hundredth of a second each; 0 where it does not say. */
export function stolenTicks(): number {
  try {
    // cpu user nice system idle iowait irq softirq steal …, all processors together
    const [all = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
    return Number(all.split(/\s+/)[8] ?? 0);
  } catch {
    return 0;
  }
}

/** One tick is no more than the clock's own grain. */
const MOST_TICKS = 1;

/** Whether the processor was this machine's own all the while. */
export async function undisturbed(work: () => Promise<void>): Promise<boolean> {
  const before = stolenTicks();
  await work();
  return stolenTicks() - before <= MOST_TICKS;
}
