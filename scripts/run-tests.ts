/**
 * Everything that `npm test` runs once the dependencies are there. A stage that fails doesn't keep the others from
 * running, so that one run tells everything; the last line has the sum.
 */
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PASSED, addCounts, failed, loadCounts, summary } from './lib/counts.ts';
import type { Counts } from './lib/counts.ts';
import { ROOT } from './lib/paths.ts';
import { messageOf } from '../src/core/message-of.ts';

const MINUTE_MS = 60_000;
/**
 * A stage that hangs must not keep the sum from being said. Guards, not expectations: they leave room for a machine
 * whose cores are shared with others.
 */
const STAGE_LIMIT_MS = 60 * MINUTE_MS;
const TOTAL_LIMIT_MS = 75 * MINUTE_MS;
const HAS_GROUPS = process.platform !== 'win32';
const scratch = mkdtempSync(path.join(tmpdir(), 'softmax-live-test-'));
const deadline = Date.now() + TOTAL_LIMIT_MS;

heading('browser');
const browser = ensureBrowser();
console.log(browser ?? 'none');
const types = await plainStage('types');
const lint = await plainStage('lint');
const format = await plainStage('format:check');
const unit = await countedStage('unit', ['--reporter=default', '--reporter=./scripts/lib/unit-reporter.ts']);
const audit = await plainStage('audit:shipped');
const build = await plainStage('build');
const e2e = await e2eStage();
const smoke = await smokeStage();
rmSync(scratch, { recursive: true });

const total = addCounts([types, lint, format, unit, audit, build, e2e, smoke]);
console.log('');
console.log(summary(total));
process.exitCode = total.failed.length > 0 ? 1 : 0;

async function plainStage(script: string): Promise<Counts> {
  return (await npmRun(script)) ? PASSED : failed(script, '');
}

async function e2eStage(): Promise<Counts> {
  if (browser !== null && build.failed.length === 0) {
    return await countedStage('e2e', ['--reporter=list,./scripts/lib/e2e-reporter.ts'], { CHROME_PATH: browser });
  }
  return notRun('e2e', `there is no ${browser === null ? 'browser' : 'build'}`);
}

/** In other browsers, as far as they are there; what is missing counts as skipped. */
async function smokeStage(): Promise<Counts> {
  return build.failed.length === 0 ? countedStage('smoke', []) : notRun('smoke', 'there is no build');
}

function notRun(stage: string, why: string): Counts {
  heading(stage);
  console.log(`not run: ${why}`);
  return failed(stage, `not run: ${why}`);
}

/** `args` name two reporters: the runner's own for people, and ours for the sum. */
async function countedStage(
  script: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Counts> {
  const file = path.join(scratch, `${script}.json`);
  const ok = await npmRun(script, args, { ...environment, COUNTS_FILE: file });
  try {
    const counts = loadCounts(file);
    // A stage that ended badly has failed, whatever its tests say.
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

/** Runs one of the package's own scripts, its output streamed; false if it failed or took too long. */
async function npmRun(
  script: string,
  args: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
) {
  heading(script);
  const npm = process.env['npm_execpath'];
  const command = npm === undefined ? 'npm' : process.execPath;
  const allArgs = [...(npm === undefined ? [] : [npm]), 'run', '--silent', script, '--', ...args];
  const started = Date.now();
  const child = spawn(command, allArgs, {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
    // A process group of its own, because npm doesn't pass a signal on to what it has started.
    detached: HAS_GROUPS,
    // On Windows `npm` is a script.
    shell: npm === undefined && !HAS_GROUPS,
  });
  const stop = () => endAll(child);
  const interrupted = () => {
    stop();
    process.exit(130);
  };
  const timer = setTimeout(stop, Math.max(0, Math.min(STAGE_LIMIT_MS, deadline - started)));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  const ok = await new Promise<boolean>((resolve) => {
    child.on('error', (error) => {
      console.error(String(error));
      resolve(false);
    });
    child.on('exit', (code) => resolve(code === 0));
  });
  clearTimeout(timer);
  process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  console.log(`${script}: ${ok ? 'ok' : 'FAILED'} after ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return ok;
}

function endAll({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  if (HAS_GROUPS) process.kill(-pid, 'SIGKILL');
  else spawnSync('taskkill', ['/pid', String(pid), '/t', '/f']);
}

function heading(text: string): void {
  console.log(`\n== ${text} ==`);
}
