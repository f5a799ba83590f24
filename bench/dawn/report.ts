/** The report of the step benchmark under Dawn, as data and as Markdown. */
import { markdownTable } from '../lib/table.ts';
import type { Result } from '../lib/interleaved.ts';
import type { EpochResult } from '../../src/core/types.ts';

export interface DawnReport {
  readonly failure: string | null;
  readonly device: string | null;
  readonly software: boolean;
  readonly dataset: string | null;
  readonly machine: string;
  readonly node: string;
  readonly date: string;
  readonly results: readonly Result[];
  readonly run: PostRun;
}

/** The post's run by the page's own trainer. */
export interface PostRun {
  readonly failure: string | null;
  readonly ms: number;
  readonly images: number;
  readonly epochs: readonly EpochResult[];
}

export function dawnText(report: DawnReport): string {
  const { failure, device, software, dataset, machine, node, results, run } = report;
  const heading = '### The post’s network under Dawn in Node, batch 64';
  if (failure !== null) {
    return `${heading}\n\nNot measured: ${failure}. Dawn needs a Vulkan driver here (libvulkan.so.1 and an ICD).`;
  }
  const ours = results.find(({ implementation }) => implementation === 'ours')?.msPerStep ?? Number.NaN;
  const table = markdownTable<Result>(
    [
      {
        title: 'step',
        value: ({ implementation, detail }) => (implementation === 'ours' ? `ours: ${detail ?? '?'}` : implementation),
      },
      { title: 'ms a step', value: ({ msPerStep }) => msPerStep },
      { title: '× ours', value: ({ msPerStep }) => (msPerStep === null ? null : msPerStep / ours) },
      { title: 'JS ms', value: ({ jsMsPerStep }) => jsMsPerStep },
      { title: 'dispatches', value: ({ dispatchesPerStep }) => dispatchesPerStep },
      { title: 'submits', value: ({ submitsPerStep }) => submitsPerStep },
      { title: 'steps', value: ({ steps }) => steps },
      { title: 'note', value: ({ failure: why }) => why ?? '' },
    ],
    results,
  );
  const where = `- ${device}${software ? ' (software)' : ''}, Node ${node}, ${machine}, data ${dataset}`;
  return [heading, where, table, runText(run)].join('\n\n');
}

function runText(run: DawnReport['run']): string {
  if (run.failure !== null) return `The post's run: not measured, ${run.failure}.`;
  const last = run.epochs.at(-1);
  if (!last) return "The post's run: no epoch was finished.";
  const trainS = run.epochs.reduce((sum, { trainMs }) => sum + trainMs, 0) / 1000;
  const accuracy = (last.testAccuracy * 100).toFixed(2);
  return `The post's run, ${run.epochs.length} epochs of ${run.images} images: ${(run.ms / 1000).toFixed(2)} s with the test passes, ${trainS.toFixed(2)} s of training, ${accuracy} % on the test set.`;
}
