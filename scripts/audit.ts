/**
 * Known holes in what is shipped fail; those in tools are told. A registry that gives no verdict (a mirror, no network)
 * makes no failure: that is said and nothing else, since nothing is known then.
 */
import { spawnSync } from 'node:child_process';
import { ROOT } from './lib/paths.ts';
import { type Verdict, verdictOf } from './lib/audit-verdict.ts';

const LIMIT_MS = 120_000;

const shipped = audit(['--omit=dev']);
tell('shipped', shipped);
if (shipped.kind === 'holes') {
  tell('all, tools included', audit([]));
  process.exitCode = 1;
} else if (shipped.kind === 'none') {
  tell('all, tools included', audit([]));
}

function audit(args: readonly string[]): Verdict {
  const npm = process.env['npm_execpath'];
  const command = npm === undefined ? 'npm' : process.execPath;
  const allArgs = [...(npm === undefined ? [] : [npm]), 'audit', '--audit-level=high', '--json', ...args];
  const { stdout, error } = spawnSync(command, allArgs, {
    cwd: ROOT,
    encoding: 'utf8',
    timeout: LIMIT_MS,
    stdio: ['ignore', 'pipe', 'ignore'],
    // On Windows `npm` is a script.
    shell: npm === undefined && process.platform === 'win32',
  });
  return error ? { kind: 'silent', why: error.message } : verdictOf(stdout);
}

function tell(what: string, verdict: Verdict): void {
  switch (verdict.kind) {
    case 'silent':
      console.log(`audit, ${what}: skipped, the registry does not answer audits (${verdict.why})`);
      return;
    case 'none':
      console.log(`audit, ${what}: nothing of high severity, ${verdict.others} others`);
      return;
    case 'holes':
      console.log(`audit, ${what}: ${verdict.packages.join(', ')}`);
      return;
    default:
      verdict satisfies never;
  }
}
