/**
 * An installed Firefox by Marionette: JSON over a socket, each message after its length in bytes and a colon.
 * https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
 * Playwright 1.65 can't replace it: its `moz-firefox` channel sends every context a BiDi command
 * (`emulation.setMediaFeaturesOverride`) that Firefox ESR 153 does not know.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { waitFor, SCRIPT_LIMIT_MS, scriptFor, valueOf, type Driver, type SmokeBrowser } from './driver.ts';
import { findCommand, freePort } from './machine.ts';

const START_LIMIT_MS = 2 * 60_000;
const COMMANDS = ['firefox-esr', 'firefox'];
const MAC_APP = '/Applications/Firefox.app/Contents/MacOS/firefox';
const REQUEST = 0;

const command = () => findCommand([process.env['FIREFOX_PATH'] ?? '', ...COMMANDS, MAC_APP]);

export const firefox: SmokeBrowser = {
  name: 'Firefox',
  missing: () => (command() === null ? 'Firefox is not installed' : null),
  start: startFirefox,
};

async function startFirefox(): Promise<Driver> {
  const binary = command();
  if (binary === null) throw new Error('Firefox is not installed');
  const profile = mkdtempSync(path.join(tmpdir(), 'softmax-live-firefox-'));
  const port = await freePort();
  const preferences = {
    'marionette.port': port,
    'app.update.disabledForTesting': true,
    'browser.shell.checkDefaultBrowser': false,
    'datareporting.policy.dataSubmissionEnabled': false,
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
  };
  const lines = Object.entries(preferences).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});`);
  writeFileSync(path.join(profile, 'user.js'), lines.join('\n'));
  const args = ['--headless', '--marionette', '--no-remote', '--profile', profile];
  // As root, Firefox refuses a home folder that belongs to another user.
  const child = spawn(binary, args, { stdio: 'ignore', env: { ...process.env, HOME: profile } });
  const ended = once(child, 'exit');
  const close = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await ended;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const socket = await waitFor(() => tryToConnect(port), START_LIMIT_MS, 'Firefox');
    const call = speak(socket);
    await call('WebDriver:NewSession', { timeouts: { script: SCRIPT_LIMIT_MS, pageLoad: SCRIPT_LIMIT_MS } });
    await call('WebDriver:SetTimeouts', { script: SCRIPT_LIMIT_MS, pageLoad: SCRIPT_LIMIT_MS });
    return {
      async open(url) {
        await call('WebDriver:Navigate', { url });
      },
      async evaluate(expression) {
        const answer = await call('WebDriver:ExecuteAsyncScript', { script: scriptFor(expression), args: [] });
        return valueOf(typeof answer === 'object' && answer !== null && 'value' in answer ? answer.value : answer);
      },
      async close() {
        socket.destroy();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function tryToConnect(port: number): Promise<Socket | null> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return socket;
  } catch {
    // It does not listen yet.
    socket.destroy();
    return null;
  }
}

/** The first message is a greeting and answers no request. */
function speak(socket: Socket) {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let received: Buffer = Buffer.alloc(0);
  let lastId = 0;
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, Buffer.from(chunk)]);
    for (;;) {
      const colon = received.indexOf(':');
      if (colon === -1) return;
      const end = colon + 1 + Number(received.toString('utf8', 0, colon));
      if (received.length < end) return;
      const message: unknown = JSON.parse(received.toString('utf8', colon + 1, end));
      received = received.subarray(end);
      if (!Array.isArray(message)) continue;
      const [, id, error, value] = message as readonly unknown[];
      const caller = waiting.get(Number(id));
      waiting.delete(Number(id));
      if (error === null) caller?.resolve(value);
      else caller?.reject(new Error(JSON.stringify(error)));
    }
  });
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('Firefox has closed the connection'));
  });
  return (name: string, parameters: object): Promise<unknown> =>
    new Promise((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      const text = JSON.stringify([REQUEST, lastId, name, parameters]);
      socket.write(`${Buffer.byteLength(text)}:${text}`);
    });
}
