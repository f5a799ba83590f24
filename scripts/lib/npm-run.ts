/** Runs the package's own scripts for `npm test` and `npm run check`. An interrupt ends all that are running. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { ROOT } from './paths.ts';

export interface NpmRunOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly limitMs?: number;
  /** Hands back the output instead of streaming it: two scripts at a time would mix their lines. */
  readonly hold?: boolean;
}

export interface NpmRun {
  readonly ok: boolean;
  /** Empty where the output was streamed. */
  readonly output: string;
}

const HAS_GROUPS = process.platform !== 'win32';
const running = new Set<ChildProcess>();

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    for (const child of running) end(child);
    process.exit(130);
  });
}

/** `ok` is false if the script failed or took longer than its limit. */
export async function npmRun(script: string, options: NpmRunOptions = {}): Promise<NpmRun> {
  const { hold = false, limitMs } = options;
  const parts: string[] = [];
  const print = (text: string) => (hold ? parts.push(text) : process.stdout.write(text));
  print(heading(script));
  const started = Date.now();
  const child = start(script, options);
  running.add(child);
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', print);
  const timer = limitMs === undefined ? undefined : setTimeout(() => end(child), limitMs);
  const ok = await new Promise<boolean>((resolve) => {
    child.on('error', (error) => {
      print(`${String(error)}\n`);
      resolve(false);
    });
    // Not `exit`: held output may still be on its way then.
    child.on('close', (code) => resolve(code === 0));
  });
  clearTimeout(timer);
  running.delete(child);
  print(`${script}: ${ok ? 'ok' : 'FAILED'} after ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
  return { ok, output: parts.join('') };
}

export function heading(text: string): string {
  return `\n== ${text} ==\n`;
}

function start(script: string, { args = [], env = {}, hold = false }: NpmRunOptions): ChildProcess {
  const npm = process.env['npm_execpath'];
  const command = npm === undefined ? 'npm' : process.execPath;
  const allArgs = [...(npm === undefined ? [] : [npm]), 'run', '--silent', script, '--', ...args];
  return spawn(command, allArgs, {
    cwd: ROOT,
    stdio: hold ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    env: { ...process.env, ...env },
    // A process group of its own, because npm doesn't pass a signal on to what it has started.
    detached: HAS_GROUPS,
    // On Windows `npm` is a script.
    shell: npm === undefined && !HAS_GROUPS,
  });
}

function end({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  if (HAS_GROUPS) process.kill(-pid, 'SIGKILL');
  else spawnSync('taskkill', ['/pid', String(pid), '/t', '/f']);
}
