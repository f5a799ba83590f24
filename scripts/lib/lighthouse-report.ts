/** The figures of a Lighthouse report, and their limits. */
import * as v from 'valibot';

const score = v.object({ score: v.number() });
const audit = v.object({ title: v.string(), score: v.nullish(v.number()), numericValue: v.optional(v.number()) });
const REPORT = v.object({
  environment: v.object({ benchmarkIndex: v.number() }),
  categories: v.object({ performance: score, accessibility: score, 'best-practices': score, seo: score }),
  audits: v.record(v.string(), audit),
});

export interface Figures {
  /** Scores of 100. */
  readonly performance: number;
  readonly accessibility: number;
  readonly bestPractices: number;
  readonly seo: number;
  /** Cumulative layout shift. */
  readonly shift: number;
  readonly firstPaintMs: number;
  readonly largestPaintMs: number;
  readonly blockingMs: number;
  /** Lighthouse's benchmark of the machine. Below 1500 the machine is busy or slow, and the page's figures are worse. */
  readonly machine: number;
  /** Titles of the failed audits. */
  readonly complaints: readonly string[];
}

export const LEAST = { performance: 95, accessibility: 100, bestPractices: 100, seo: 100 } as const;
const SHIFT_LIMIT = 0.02;

/** Throws if `report` is not a Lighthouse report. */
export function figuresOf(report: unknown): Figures {
  const { categories, audits, environment } = v.parse(REPORT, report);
  const of100 = (name: keyof typeof categories) => Math.round(categories[name].score * 100);
  const measured = (name: string): number => {
    const value = audits[name]?.numericValue;
    if (value === undefined) throw new Error(`The report has no ${name}`);
    return value;
  };
  return {
    performance: of100('performance'),
    accessibility: of100('accessibility'),
    bestPractices: of100('best-practices'),
    seo: of100('seo'),
    shift: Number(measured('cumulative-layout-shift').toFixed(4)),
    firstPaintMs: Math.round(measured('first-contentful-paint')),
    largestPaintMs: Math.round(measured('largest-contentful-paint')),
    blockingMs: Math.round(measured('total-blocking-time')),
    machine: environment.benchmarkIndex,
    complaints: Object.values(audits)
      .filter((one) => one.score === 0)
      .map(({ title }) => title),
  };
}

/** One line for each figure that misses its limit. */
export function missesOf(figures: Figures): readonly string[] {
  const names = ['performance', 'accessibility', 'bestPractices', 'seo'] as const;
  const missed = names.filter((name) => figures[name] < LEAST[name]);
  return [
    ...missed.map((name) => `${name} ${figures[name]}, wanted ${LEAST[name]}`),
    ...(figures.shift < SHIFT_LIMIT ? [] : [`layout shift ${figures.shift}, wanted less than ${SHIFT_LIMIT}`]),
  ];
}

/** The median run by performance; of an even number the worse of the two. */
export function middleOf(runs: readonly Figures[]): Figures {
  const sorted = runs.toSorted((a, b) => a.performance - b.performance);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  if (!middle) throw new Error('No run');
  return middle;
}
