/**
 * How well the page reads pictures of digits on paper of every kind, with the shipped weights, and whether it says so
 * where there is more than one digit.
 */
import { loadMnist } from '../../scripts/lib/load-mnist.ts';
import { certaintyOf, type Verdict } from '../../src/core/certainty.ts';
import { MODELS, type ModelName } from '../../src/core/config.ts';
import { readDigitAtOnce } from '../../src/core/picture.ts';
import { activateInNode } from '../../src/engine/backends/activate-in-node.ts';
import { predict } from '../../src/engine/training/evaluate.ts';
import { loadShipped } from '../lib/load-shipped.ts';
import type { Options } from '../lib/options.ts';
import type { Outcome } from '../lib/outcome.ts';
import { markdownTable } from '../lib/table.ts';
import { type Arrangement, KINDS, type Kind, makePicture, type PaperPicture } from '../paper/sheet.ts';

/** The method was tuned on the pictures from 1,000 on. */
const FIRST = 20_000;
const CLEAN = 57;
/** Pictures of each other kind. */
const SINGLES = 17;
/** Pictures of each kind with more than one digit. */
const ARRANGEMENTS: readonly Arrangement[] = [
  ...Array<Arrangement>(5).fill('beside'),
  'stacked',
  'stacked',
  'touching',
  'touching',
];

type Group = 'clean' | 'paper' | 'several';

interface Answer {
  readonly model: ModelName;
  readonly kind: Kind;
  readonly arrangement: Arrangement;
  readonly labels: readonly number[];
  readonly digit: number | null;
  readonly verdict: Verdict | 'no ink';
}

interface Row {
  readonly model: ModelName;
  readonly group: string;
  readonly answers: readonly Answer[];
}

export async function measurePaper({ quick }: Options): Promise<Outcome> {
  const deactivate = await activateInNode('wasm');
  const { test } = await loadMnist();
  const pictures = picturesToMake(quick).map(([number, kind, how]) => makePicture(test, FIRST + number, kind, how));
  const readings = pictures.map(({ rgba, width, height }) => readDigitAtOnce(rgba, width, height));
  const answers: Answer[] = [];
  for (const model of MODELS) {
    // One after the other: TensorFlow.js has one backend.
    // oxlint-disable-next-line no-await-in-loop
    const network = await loadShipped(model);
    for (const [i, picture] of pictures.entries()) {
      const reading = readings[i] ?? null;
      // oxlint-disable-next-line no-await-in-loop
      const prediction =
        reading &&
        (await predict(
          network,
          Float32Array.from(reading.raster, (v) => v / 255),
        ));
      const verdict = prediction ? certaintyOf(prediction, reading.raster, reading.several).verdict : 'no ink';
      const { kind, arrangement, labels } = picture;
      answers.push({ model, kind, arrangement, labels, digit: prediction?.digit ?? null, verdict });
    }
    network.dispose();
  }
  deactivate();
  return { text: report(pictures, answers), data: answers };
}

function picturesToMake(quick: boolean): readonly (readonly [number: number, kind: Kind, how: Arrangement])[] {
  return KINDS.flatMap((kind) => {
    const singles = Array.from({ length: kind === 'clean' ? CLEAN : SINGLES }, (): Arrangement => 'one');
    const all = [...singles, ...ARRANGEMENTS].map((how, number) => [number, kind, how] as const);
    return quick ? all.filter((_, i) => i % 10 === 0) : all;
  });
}

function groupOf({ kind, arrangement }: Answer): Group {
  if (arrangement !== 'one') return 'several';
  return kind === 'clean' ? 'clean' : 'paper';
}

function isRight({ arrangement, digit, labels }: Answer): boolean {
  return arrangement === 'one' && digit === labels[0];
}

function report(pictures: readonly PaperPicture[], answers: readonly Answer[]): string {
  const rows = MODELS.flatMap((model): Row[] =>
    (['clean', 'paper', 'several'] as const).map((group) => ({
      model,
      group: { clean: 'one digit, clean', paper: 'one digit, on paper', several: 'several digits' }[group],
      answers: answers.filter((answer) => answer.model === model && groupOf(answer) === group),
    })),
  );
  const share =
    (count: (answer: Answer) => boolean) =>
    ({ answers: all }: Row): string =>
      `${((100 * all.filter(count).length) / all.length).toFixed(1)} %`;
  const table = markdownTable<Row>(
    [
      { title: 'model', value: ({ model }) => model },
      { title: 'pictures', value: ({ group, answers: all }) => `${all.length}, ${group}` },
      { title: 'read right', value: share(isRight) },
      { title: '`sure`', value: share(({ verdict }) => verdict === 'sure') },
      { title: '`sure`, but wrong', value: share((answer) => answer.verdict === 'sure' && !isRight(answer)) },
      { title: '`several`', value: share(({ verdict }) => verdict === 'several') },
    ],
    rows,
  );
  return `### paper\n\n${pictures.length} pictures of digits on paper, from number ${FIRST} on.\n\n${table}`;
}
