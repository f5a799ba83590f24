/** Where a Chrome or Chromium may be on this machine, best first. Installs nothing. */
import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { chromium } from '@playwright/test';

/** What the search needs of the machine; tests have their own. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** The path of Playwright's own browser, downloaded or not. */
  readonly playwrightPath: string;
  readonly isExecutable: (file: string) => boolean;
}

const LINUX_COMMANDS = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser'];
const LINUX_PLACES = ['/opt/google/chrome/chrome', '/usr/lib/chromium/chromium', '/snap/bin/chromium'];
const MAC_APPS = ['Google Chrome', 'Chromium'].map((name) => `Applications/${name}.app/Contents/MacOS/${name}`);
const WINDOWS_ROOTS = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'];
const WINDOWS_PLACES = ['Google\\Chrome\\Application\\chrome.exe', 'Chromium\\Application\\chrome.exe'];

/** Paths of the browsers found: CHROME_PATH, then installed ones, then Playwright's own download. */
export function browserCandidates(machine: Machine): readonly string[] {
  const places = [machine.env['CHROME_PATH'] ?? '', ...installedPlaces(machine), machine.playwrightPath];
  return [...new Set(places)].filter((place) => place !== '' && machine.isExecutable(place));
}

function installedPlaces(machine: Machine): readonly string[] {
  const { platform, env, home } = machine;
  if (platform === 'darwin') {
    return ['/', home].flatMap((root) => MAC_APPS.map((app) => path.posix.join(root, app)));
  }
  if (platform === 'win32') {
    const roots = WINDOWS_ROOTS.map((name) => env[name] ?? '').filter((root) => root !== '');
    return roots.flatMap((root) => WINDOWS_PLACES.map((place) => path.win32.join(root, place)));
  }
  const folders = (env['PATH'] ?? '').split(':').filter((folder) => folder !== '');
  const onPath = LINUX_COMMANDS.flatMap((command) => folders.map((folder) => path.posix.join(folder, command)));
  return [...onPath, ...LINUX_PLACES];
}

export function thisMachine(): Machine {
  return {
    platform: process.platform,
    env: process.env,
    home: homedir(),
    playwrightPath: chromium.executablePath(),
    isExecutable,
  };
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
