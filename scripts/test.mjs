/* oxlint-disable typescript/no-unsafe-argument, typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-member-access --
   plain JavaScript, in no TypeScript project: to those rules everything here is untyped */
/**
 * `npm test`, also in a fresh clone: installs missing dependencies, then runs `run-tests.ts`. Plain JavaScript, since
 * nothing is installed yet.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const modules = path.join(root, 'node_modules');
const { dependencies, devDependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const missing = Object.keys({ ...dependencies, ...devDependencies }).filter(
  (name) => !existsSync(path.join(modules, name, 'package.json')),
);

if (missing.length > 0) {
  console.log(`Installing dependencies (${missing.length} missing) …`);
  const npm = process.env['npm_execpath'];
  const command = npm === undefined ? 'npm' : process.execPath;
  const args = [...(npm === undefined ? [] : [npm]), 'ci', '--include=dev'];
  const shell = npm === undefined && process.platform === 'win32';
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', shell });
  if (status !== 0) {
    console.error('The dependencies could not be installed: npm ci failed. Is there a network?');
    console.log('0 passed, 1 failed');
    process.exit(1);
  }
}

const tests = path.join(root, 'scripts', 'run-tests.ts');
const { status } = spawnSync(process.execPath, ['--import', 'tsx', tests], { cwd: root, stdio: 'inherit' });
process.exit(status ?? 1);
