/** Runs one target's cases in a thread of its own, so that a case that never ends is detected from outside. */
import { parentPort, workerData } from 'node:worker_threads';
import * as v from 'valibot';
import { runCase } from './run-case.ts';
import { TARGETS } from './targets.ts';

const {
  target: name,
  seed,
  first,
  until,
  count,
  position,
} = v.parse(
  v.object({
    target: v.string(),
    seed: v.number(),
    first: v.number(),
    /** Milliseconds since 1970. */
    until: v.number(),
    count: v.number(),
    position: v.instance(SharedArrayBuffer),
  }),
  workerData,
);

const target = TARGETS.find((candidate) => candidate.name === name);
if (!target) throw new Error(`there is no target ${name}`);
const at = new Int32Array(position);
let done = 0;
let failure = null;
while (failure === null && done < count && Date.now() < until) {
  Atomics.store(at, 0, first + done);
  failure = await runCase(target, seed, first + done);
  done += 1;
}
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- A thread's port has no origins.
parentPort?.postMessage({ done, failure });
