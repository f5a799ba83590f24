/**
 * `npm run lighthouse`: Lighthouse's figures for the production build in `dist/`, for a phone and a desktop, from a host
 * that packs as static hosts do. Fails if a figure is missed. `npx` fetches Lighthouse at the version given here: only
 * this script needs it, and it is larger than all installed packages together.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { browserCandidates, thisMachine } from './lib/find-browser.ts';
import { type Figures, LEAST, figuresOf, middleOf, missesOf } from './lib/lighthouse-report.ts';
import { ROOT } from './lib/paths.ts';
import { openStaticHost } from './lib/static-host.ts';

/** The last version that runs on Node 20. */
const LIGHTHOUSE = 'lighthouse@12.8.2';
const MINUTE_MS = 60_000;
/** For each form: the figures of a single run vary. */
const RUNS = 3;
const FORMS = { phone: [], desktop: ['--preset=desktop'] } as const;
const CATEGORIES = 'performance,accessibility,best-practices,seo';

const files = path.resolve(process.argv[2] ?? path.join(ROOT, 'dist'));
const [browser] = browserCandidates(thisMachine());
if (!existsSync(path.join(files, 'index.html'))) throw new Error(`${files} has no build: npm run build`);
if (browser === undefined) throw new Error('No Chrome or Chromium: set CHROME_PATH to one');

const scratch = mkdtempSync(path.join(tmpdir(), 'softmax-live-lighthouse-'));
const host = await openStaticHost({ files, folder: '/blog/softmax-live/' });
try {
  for (const [form, options] of Object.entries(FORMS)) {
    const runs: Figures[] = [];
    for (let run = 0; run < RUNS; run++) runs.push(await judge(form, options));
    const figures = middleOf(runs);
    const misses = missesOf(figures);
    console.log(`${form}, performance ${runs.map(({ performance }) => performance).join(', ')}; the middle run:`);
    console.log(JSON.stringify(figures));
    for (const miss of misses) console.error(`${form}: ${miss}`);
    if (misses.length > 0) process.exitCode = 1;
  }
  console.log(`wanted: ${JSON.stringify(LEAST)}`);
} finally {
  await host.close();
  rmSync(scratch, { recursive: true, force: true });
}

async function judge(form: string, options: readonly string[]): Promise<Figures> {
  const report = path.join(scratch, `${form}.json`);
  const root = process.getuid?.() === 0 ? ' --no-sandbox' : '';
  const args = [
    '--yes',
    LIGHTHOUSE,
    host.address,
    '--quiet',
    '--output=json',
    `--output-path=${report}`,
    `--only-categories=${CATEGORIES}`,
    `--chrome-flags=--headless=new${root}`,
    ...options,
  ];
  await runNpx(args);
  return figuresOf(JSON.parse(readFileSync(report, 'utf8')));
}

/** Asynchronously: the host has to answer in the same process. */
async function runNpx(args: readonly string[]): Promise<void> {
  const child = spawn('npx', args, {
    cwd: scratch,
    stdio: 'inherit',
    env: { ...process.env, CHROME_PATH: browser },
    timeout: 10 * MINUTE_MS,
    // On Windows `npx` is a script.
    shell: process.platform === 'win32',
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', resolve);
  });
  if (code !== 0) throw new Error(`${LIGHTHOUSE} ended with ${String(code)}`);
}
