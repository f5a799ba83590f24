/** `npm run bench`; see README.md in this folder. */
import { describeEnvironment } from './lib/environment.ts';
import { launchBrowser } from './lib/browser.ts';
import { reasonOf } from './lib/limit.ts';
import { type Options, type SelectionName, parseOptions } from './lib/options.ts';
import type { Outcome } from './lib/outcome.ts';
import { describeRun, writeResult } from './lib/results.ts';
import { isStopping, stopOnSignals } from './lib/stop.ts';

const WITHOUT_BROWSER: ReadonlySet<SelectionName> = new Set(['dawn', 'reading', 'paper']);

/** Selections are loaded on demand: one that lacks a dependency must not stop the others. */
async function measure(name: SelectionName, options: Options): Promise<Outcome> {
  switch (name) {
    case 'step':
      return (await import('./selections/step.ts')).compareSteps('mlp', options);
    case 'cnn':
      return (await import('./selections/step.ts')).compareSteps('cnn', options);
    case 'scale':
      return (await import('./selections/scale.ts')).measureScale(options);
    case 'accuracy':
      return (await import('./selections/accuracy.ts')).measureAccuracy(options);
    case 'page':
      return (await import('./selections/page.ts')).measurePage(options);
    case 'answers':
      return (await import('./selections/answers.ts')).measureAnswers(options);
    case 'reading':
      return (await import('./selections/reading.ts')).measureReading(options);
    case 'paper':
      return (await import('./selections/paper.ts')).measurePaper(options);
    case 'dawn':
      return (await import('./selections/dawn.ts')).measureUnderDawn(options);
    default:
      return name satisfies never;
  }
}

async function browserVersion(): Promise<string> {
  const browser = await launchBrowser();
  const version = browser.version();
  await browser.close();
  return version;
}

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  stopOnSignals();
  const needsBrowser = options.selections.some((name) => !WITHOUT_BROWSER.has(name));
  const browser = needsBrowser ? await browserVersion() : null;
  const environment = describeEnvironment();
  const quick = options.quick ? '\n- quick: too few rounds for conclusions' : '';
  console.log(`## Benchmark\n\n${describeRun(environment, browser)}${quick}\n`);
  let failed = 0;
  for (const name of options.selections) {
    if (isStopping()) break;
    try {
      // One at a time, so that they do not disturb each other.
      const outcome = await measure(name, options);
      const file = await writeResult(name, environment, { browser, options }, outcome);
      console.log(`${outcome.text}\n\nEverything measured: ${file}\n`);
    } catch (error) {
      failed++;
      console.error(error);
      console.log(`### ${name}\n\nFailed: ${reasonOf(error)}\n`);
    }
  }
  process.exitCode = failed > 0 ? 1 : 0;
}

await main();
