/**
 * Prints the path of a browser that starts. If none does, installs one: Playwright's own download, then Debian's
 * package. As root on Debian it also installs Korean fonts. Only the path goes to standard output.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { browserCandidates, thisMachine } from './lib/find-browser.ts';

const MINUTE_MS = 60_000;
const FONTS = 'fonts-noto-cjk';

const browser = workingBrowser() ?? downloaded() ?? fromPackages();
if (canUseApt() && spawnSync('dpkg', ['-s', FONTS]).status !== 0 && !aptInstall(FONTS)) {
  console.error(`Warning: ${FONTS} could not be installed; Korean will be missing from screenshots.`);
}
if (browser === null) {
  console.error(
    'No browser: install Google Chrome (https://www.google.com/chrome/) or Chromium, or set CHROME_PATH to one.',
  );
  process.exitCode = 1;
} else {
  console.log(browser);
}

/** The first one that starts: a snap's stub or a download without its libraries does not. */
function workingBrowser(): string | null {
  const named = process.env['CHROME_PATH'];
  const candidates = browserCandidates(thisMachine());
  if (named && !candidates.includes(named)) console.error(`Warning: CHROME_PATH (${named}) is not an executable file.`);
  return candidates.find((candidate) => starts(candidate)) ?? null;
}

function starts(file: string): boolean {
  // On Windows `--version` would open a window.
  if (process.platform === 'win32') return true;
  const { status, stdout } = spawnSync(file, ['--version'], { encoding: 'utf8', timeout: MINUTE_MS });
  return status === 0 && /Chrom/.test(stdout);
}

function downloaded(): string | null {
  console.error("No Chrome or Chromium here: trying Playwright's own download.");
  const manifest = createRequire(import.meta.url).resolve('@playwright/test/package.json');
  const cli = path.join(path.dirname(manifest), 'cli.js');
  install(process.execPath, [cli, 'install', '--no-shell', 'chromium'], 6 * MINUTE_MS);
  return workingBrowser();
}

function fromPackages(): string | null {
  if (!canUseApt()) return null;
  console.error('Trying the chromium package.');
  return aptInstall('chromium') ? workingBrowser() : null;
}

function aptInstall(name: string): boolean {
  return (
    install('apt-get', ['update', '-q'], 5 * MINUTE_MS) &&
    install('apt-get', ['install', '-q', '-y', '--no-install-recommends', name], 10 * MINUTE_MS)
  );
}

function canUseApt(): boolean {
  if (process.getuid?.() !== 0 || !existsSync('/etc/os-release')) return false;
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8'));
}

/** The installer's output goes to standard error: standard output has the path alone. */
function install(command: string, args: readonly string[], timeout: number): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '15000' };
  return spawnSync(command, args, { stdio: ['ignore', 2, 2], timeout, env }).status === 0;
}
