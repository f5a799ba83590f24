/**
 * `npm run audit:shipped`: fails on vulnerabilities of high severity in shipped packages, and lists those in tools. A
 * registry without a verdict (a mirror, no network) is reported and is no failure, since nothing is known then.
 */
import { spawnSync } from 'node:child_process';
import { ROOT } from './lib/paths.ts';
import { type Verdict, verdictOf } from './lib/audit-verdict.ts';

const LIMIT_MS = 120_000;

const shipped = audit(['--omit=dev']);
print('shipped', shipped);
if (shipped.kind === 'vulnerable') {
  print('all, tools included', audit([]));
  process.exitCode = 1;
} else if (shipped.kind === 'none') {
  print('all, tools included', audit([]));
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

function print(what: string, verdict: Verdict): void {
  switch (verdict.kind) {
    case 'silent':
      console.log(`audit, ${what}: skipped, the registry does not answer audits (${verdict.why})`);
      return;
    case 'none':
      console.log(`audit, ${what}: nothing of high severity, ${verdict.others} others`);
      return;
    case 'vulnerable':
      console.log(`audit, ${what}: ${verdict.packages.join(', ')}`);
      return;
    default:
      verdict satisfies never;
  }
}
