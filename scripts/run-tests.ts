/**
 * Everything that `npm test` runs once the dependencies are installed. After a stage that fails the others still run;
 * the last line has the sum.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { messageOf } from '../src/core/message-of.ts';
import { type Counts, PASSED, addCounts, failed, loadCounts, summary } from './lib/counts.ts';
import { heading, npmRun } from './lib/npm-run.ts';
import { ROOT } from './lib/paths.ts';

const MINUTE_MS = 60_000;
/** A stage that hangs must not prevent the sum. The limits leave room for a machine with shared cores. */
const STAGE_LIMIT_MS = 60 * MINUTE_MS;
const TOTAL_LIMIT_MS = 75 * MINUTE_MS;
const scratch = mkdtempSync(path.join(tmpdir(), 'softmax-live-test-'));
const deadline = Date.now() + TOTAL_LIMIT_MS;

console.log(heading('browser'));
const browser = ensureBrowser();
console.log(browser ?? 'none');
// The four take about one core; the unit tests take the rest.
const [unit, quick] = await Promise.all([
  countedStage('unit', ['--reporter=default', '--reporter=./scripts/lib/unit-reporter.ts']),
  heldStages(['types', 'lint', 'format:check', 'audit:shipped']),
]);
console.log(quick.output);
const build = (await npmRun('build', { limitMs: limitMs() })).ok ? PASSED : failed('build', '');
const e2e = await e2eStage();
const smoke = await smokeStage();
rmSync(scratch, { recursive: true });

const total = addCounts([quick.counts, unit, build, e2e, smoke]);
console.log('');
console.log(summary(total));
process.exitCode = total.failed.length > 0 ? 1 : 0;

/** One after the other, the output kept for later. */
async function heldStages(scripts: readonly string[]) {
  let counts = addCounts([]);
  let output = '';
  for (const script of scripts) {
    // oxlint-disable-next-line no-await-in-loop -- one core is the unit tests'
    const run = await npmRun(script, { hold: true, limitMs: limitMs() });
    counts = addCounts([counts, run.ok ? PASSED : failed(script, '')]);
    output += run.output;
  }
  return { counts, output };
}

async function e2eStage(): Promise<Counts> {
  if (browser !== null && build.failed.length === 0) {
    return await countedStage('e2e', ['--reporter=list,./scripts/lib/e2e-reporter.ts'], { CHROME_PATH: browser });
  }
  return notRun('e2e', `there is no ${browser === null ? 'browser' : 'build'}`);
}

/** In other browsers, as far as they are installed; a missing one counts as skipped. */
async function smokeStage(): Promise<Counts> {
  return build.failed.length === 0 ? countedStage('smoke', []) : notRun('smoke', 'there is no build');
}

function notRun(stage: string, why: string): Counts {
  console.log(`${heading(stage)}not run: ${why}`);
  return failed(stage, `not run: ${why}`);
}

/** `args` name two reporters: the runner's own for the log, and ours for the sum. */
async function countedStage(
  script: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Counts> {
  const file = path.join(scratch, `${script}.json`);
  const { ok } = await npmRun(script, { args, env: { ...environment, COUNTS_FILE: file }, limitMs: limitMs() });
  try {
    const counts = loadCounts(file);
    // A stage whose runner failed has failed, whatever its tests report.
    return ok || counts.failed.length > 0 ? counts : addCounts([counts, failed(script, 'ended badly')]);
  } catch (error) {
    return failed(script, `no result: ${messageOf(error)}`);
  }
}

function ensureBrowser(): string | null {
  const script = path.join(ROOT, 'scripts', 'ensure-browser.ts');
  const { stdout } = spawnSync(process.execPath, ['--import', 'tsx', script], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return stdout.trim() || null;
}

/** For a stage that begins now. */
function limitMs(): number {
  return Math.max(0, Math.min(STAGE_LIMIT_MS, deadline - Date.now()));
}
