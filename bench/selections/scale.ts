/** How the cost of a step grows with batch and widths, beside TensorFlow.js' `minimize`. */
import { defaultConfig } from '../../src/core/config.ts';
import type { BackendName } from '../../src/core/types.ts';
import { BATCH, type ImplementationName, type WorkloadChoice } from '../implementations/implementation.ts';
import type { Options } from '../lib/options.ts';
import type { Outcome } from '../lib/outcome.ts';
import { markdownTable } from '../lib/table.ts';
import type { EntryChoice, Result } from '../lib/interleaved.ts';
import { describeBackends, measureInPages } from './step.ts';

const BATCHES = [16, 64, 256, 1024] as const;
const FACTORS = [0.5, 1, 2, 4] as const;
const COMPARED: readonly ImplementationName[] = ['ours', 'tfjs minimize'];
/** Limits sizes that take seconds per step. */
const BUDGET_S = 20;

interface Size {
  readonly label: string;
  readonly workload: WorkloadChoice;
}

const SIZES: readonly Size[] = [
  ...BATCHES.map((batch): Size => ({ label: `batch ${batch}`, workload: { model: 'mlp', batch } })),
  ...FACTORS.filter((factor) => factor !== 1).map((factor): Size => {
    const layers = defaultConfig().layers.map((width) => width * factor);
    return { label: `widths × ${factor}`, workload: { model: 'mlp', batch: BATCH, layers } };
  }),
];

export async function measureScale(options: Options): Promise<Outcome> {
  const choices = options.backends.flatMap((backend) =>
    SIZES.flatMap(({ workload }) =>
      COMPARED.map((implementation): EntryChoice => ({ backend, implementation, workload })),
    ),
  );
  const { results, started } = await measureInPages(choices, options, BUDGET_S);
  const find = (backend: BackendName, implementation: ImplementationName, { workload }: Size) =>
    results.find(
      (one) => one.backend === backend && one.implementation === implementation && one.workload === workload,
    );
  const rows = options.backends.flatMap((backend) =>
    SIZES.map((size) => ({
      backend,
      size,
      ours: find(backend, 'ours', size),
      tfjs: find(backend, 'tfjs minimize', size),
    })),
  );
  const table = markdownTable<(typeof rows)[number]>(
    [
      { title: 'backend', value: ({ backend }) => backend },
      { title: 'size', value: ({ size }) => size.label },
      { title: 'ours, ms a step', value: ({ ours }) => ours?.msPerStep ?? null },
      { title: 'µs an image', value: ({ ours }) => perImage(ours) },
      { title: 'tfjs minimize, ms a step', value: ({ tfjs }) => tfjs?.msPerStep ?? null },
      { title: 'steps timed', value: ({ ours, tfjs }) => `${ours?.steps ?? 0}, ${tfjs?.steps ?? 0}` },
      { title: 'note', value: ({ ours, tfjs }) => noteOf(ours, tfjs) },
    ],
    rows,
  );
  const text = `### Cost as the work grows\n\n${describeBackends(started)}\n\n${table}`;
  return { text, data: { backends: started, results } };
}

function perImage(result: Result | undefined): number | null {
  return typeof result?.msPerStep === 'number' ? (result.msPerStep * 1000) / result.workload.batch : null;
}

function noteOf(ours: Result | undefined, tfjs: Result | undefined): string {
  return [ours, tfjs]
    .flatMap((one) => (typeof one?.failure === 'string' ? [`${one.implementation}: ${one.failure}`] : []))
    .join('; ');
}
