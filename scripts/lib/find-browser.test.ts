import { describe, expect, it } from 'vitest';
import { browserCandidates } from './find-browser.ts';
import type { Machine } from './find-browser.ts';

function machine(files: readonly string[], rest: Partial<Machine> = {}): Machine {
  return {
    platform: 'linux',
    env: { PATH: '/usr/local/bin:/usr/bin' },
    home: '/home/ada',
    playwrightPath: '/cache/chrome',
    isExecutable: (file) => files.includes(file),
    ...rest,
  };
}

describe('browserCandidates', () => {
  it('prefers CHROME_PATH, then an installed one, then the downloaded one', () => {
    const env = { PATH: '/usr/bin', CHROME_PATH: '/mine/chrome' };
    const files = ['/cache/chrome', '/usr/bin/chromium', '/mine/chrome'];
    expect(browserCandidates(machine(files, { env }))).toEqual(['/mine/chrome', '/usr/bin/chromium', '/cache/chrome']);
  });

  it('skips a CHROME_PATH that names no file', () => {
    const env = { PATH: '/usr/bin', CHROME_PATH: '/gone' };
    expect(browserCandidates(machine(['/usr/bin/chromium'], { env }))).toEqual(['/usr/bin/chromium']);
  });

  it('prefers Chrome to Chromium', () => {
    const files = ['/usr/bin/chromium', '/usr/local/bin/google-chrome'];
    expect(browserCandidates(machine(files))[0]).toBe('/usr/local/bin/google-chrome');
  });

  it('names each browser once', () => {
    const env = { PATH: '/usr/bin', CHROME_PATH: '/usr/bin/chromium' };
    expect(browserCandidates(machine(['/usr/bin/chromium'], { env }))).toEqual(['/usr/bin/chromium']);
  });

  it('looks in the applications of a Mac, the user’s own too', () => {
    const own = '/home/ada/Applications/Chromium.app/Contents/MacOS/Chromium';
    const shared = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
    expect(browserCandidates(machine([own, shared], { platform: 'darwin' }))).toEqual([shared, own]);
  });

  it('looks in the program folders of Windows', () => {
    const env = { PROGRAMFILES: String.raw`C:\Program Files`, LOCALAPPDATA: String.raw`C:\Users\ada\AppData\Local` };
    const chrome = String.raw`C:\Users\ada\AppData\Local\Google\Chrome\Application\chrome.exe`;
    expect(browserCandidates(machine([chrome], { platform: 'win32', env }))).toEqual([chrome]);
  });

  it('is empty if no browser is installed', () => {
    expect(browserCandidates(machine([]))).toEqual([]);
  });
});
