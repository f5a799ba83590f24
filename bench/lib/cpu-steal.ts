/** CPU steal: time in which the hypervisor gave the processor to another machine. Such intervals measure nothing. */
import { readFileSync } from 'node:fs';

/** Lost time so far in the kernel's clock ticks of 10 ms; 0 where the system does not report it. */
export function cpuStealTicks(): number {
  try {
    // cpu user nice system idle iowait irq softirq steal …, all processors together
    const [all = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
    return Number(all.split(/\s+/)[8] ?? 0);
  } catch {
    return 0;
  }
}

/** The resolution of the clock. */
const MOST_TICKS = 1;

/** True if no processor time was lost during `work`. */
export async function undisturbed(work: () => Promise<void>): Promise<boolean> {
  const before = cpuStealTicks();
  await work();
  return cpuStealTicks() - before <= MOST_TICKS;
}
