/** The page's own training paths, through the interface that the page's trainer uses. */
import { Network } from '../../src/engine/model/network.ts';
import { createPath } from '../../src/engine/training/create-path.ts';
import { CHUNK_MS } from '../../src/engine/training/pace.ts';
import { WrittenOutPath } from '../../src/engine/training/written-out-path.ts';
import type { Implementation, Workload } from './implementation.ts';

const MAX_CHUNK = 256;

export const openOurs = (workload: Workload): Promise<Implementation> => open(workload, createPath);
export const openWrittenOut = (workload: Workload): Promise<Implementation> =>
  open(workload, (network, config) => new WrittenOutPath(network, config));

async function open(workload: Workload, create: typeof createPath): Promise<Implementation> {
  const network = new Network(workload.spec, workload.values);
  const path = create(network, workload.config);
  // Until it has compiled, a path trains by the written-out step; the compiled one is measured.
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
