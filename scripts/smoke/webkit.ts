/** WebKitGTK by its own driver: WebDriver over HTTP, on a virtual screen. Playwright drives only its own WebKit build. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { waitFor, SCRIPT_LIMIT_MS, scriptFor, valueOf, type Driver, type SmokeBrowser } from './driver.ts';
import { findCommand, freePort } from './machine.ts';

const START_LIMIT_MS = 2 * 60_000;

const driverCommand = () => findCommand(['WebKitWebDriver']);
/** A virtual screen, for machines without one. */
const screenCommand = () => findCommand(['xvfb-run']);
const hasScreen = () => Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);

export const webkit: SmokeBrowser = {
  name: 'WebKit',
  missing() {
    if (driverCommand() === null) return 'WebKitGTK’s driver is not installed';
    return hasScreen() || screenCommand() !== null ? null : 'WebKitGTK has neither a screen nor xvfb';
  },
  start: startWebKit,
};

async function startWebKit(): Promise<Driver> {
  const driver = driverCommand();
  if (driver === null) throw new Error('WebKitGTK’s driver is not installed');
  const port = await freePort();
  const args = [`--port=${port}`, '--host=127.0.0.1'];
  const screen = hasScreen() ? null : screenCommand();
  // A process group of its own, so that screen, driver and browser end together.
  const child = screen
    ? spawn(screen, ['--auto-servernum', driver, ...args], { stdio: 'ignore', detached: true })
    : spawn(driver, args, { stdio: 'ignore', detached: true });
  const ended = once(child, 'exit');
  const { pid } = child;
  const close = async (): Promise<void> => {
    if (pid !== undefined && child.exitCode === null && child.signalCode === null) process.kill(-pid, 'SIGTERM');
    await ended;
  };
  const address = `http://127.0.0.1:${port}`;
  try {
    await waitFor(() => isReady(address), START_LIMIT_MS, 'WebKitGTK’s driver');
    const session = `${address}/session/${await openSession(address)}`;
    return {
      async open(url) {
        await send(`${session}/url`, { url });
      },
      async evaluate(expression) {
        return valueOf(await send(`${session}/execute/async`, { script: scriptFor(expression), args: [] }));
      },
      async close() {
        await fetch(session, { method: 'DELETE' });
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function isReady(address: string): Promise<true | null> {
  try {
    const { ok } = await fetch(`${address}/status`);
    return ok ? true : null;
  } catch {
    // It does not listen yet.
    return null;
  }
}

async function openSession(address: string): Promise<string> {
  const timeouts = { script: SCRIPT_LIMIT_MS, pageLoad: SCRIPT_LIMIT_MS };
  const value = await send(`${address}/session`, { capabilities: { alwaysMatch: { timeouts } } });
  if (typeof value === 'object' && value !== null && 'sessionId' in value) return String(value.sessionId);
  throw new Error(`No session: ${JSON.stringify(value)}`);
}

async function send(url: string, body: object): Promise<unknown> {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  const answer: unknown = await response.json();
  const value = typeof answer === 'object' && answer !== null && 'value' in answer ? answer.value : null;
  if (!response.ok) throw new Error(JSON.stringify(value));
  return value;
}
