/** The page's own training paths, through the interface that the page's trainer uses. */
import { Network } from '../../src/engine/model/network.ts';
import { createPath } from '../../src/engine/training/create-path.ts';
import type { PathFactory } from '../../src/engine/training/golden-suite.ts';
import { WrittenOutPath } from '../../src/engine/training/written-out-path.ts';
import type { Implementation, Workload } from './implementation.ts';

/** As in the page's trainer, which lets messages in between chunks. */
const CHUNK_MS = 40;
const MAX_CHUNK = 256;

export const openOurs = (workload: Workload): Promise<Implementation> => open(workload, createPath);
export const openWrittenOut = (workload: Workload): Promise<Implementation> =>
  open(workload, (network, config) => new WrittenOutPath(network, config));

async function open(workload: Workload, create: PathFactory): Promise<Implementation> {
  const network = new Network(workload.spec, workload.values);
  const path = create(network, workload.config);
  // A path that compiles meanwhile trains on another one until then; it is the compiled one that is measured.
  await path.ready;
  let msPerStep = CHUNK_MS;
  return {
    get detail() {
      return path.id;
    },
    prepare: async () => undefined,
    async run(from, count) {
      const losses: number[] = [];
      while (losses.length < count) {
        const wanted = workload.stepsAtOnce ?? Math.min(MAX_CHUNK, Math.round(CHUNK_MS / msPerStep));
        const size = Math.max(1, Math.min(count - losses.length, wanted));
        const batches = Array.from({ length: size }, (_, i) => rowsOf(workload, from + losses.length + i));
        const startedAt = performance.now();
        // One chunk after the other is the point.
        losses.push(...(await path.run(workload.images, batches)).losses);
        msPerStep = (msPerStep + (performance.now() - startedAt) / size) / 2;
      }
      return losses;
    },
    dispose() {
      path.dispose();
      network.dispose();
    },
  };
}

function rowsOf({ config, firstRow }: Workload, step: number): Uint32Array {
  const first = firstRow(step);
  return Uint32Array.from({ length: config.batch }, (_, i) => first + i);
}
