import { describe, expect, it, vi } from 'vitest';
import { type Browser, createLoader } from './load-part.ts';

interface Module {
  readonly Part: string;
}
const MODULE: Module = { Part: 'the part' };
const SCRIPT = 'https://host.test/assets/part-abc123.js';
const STYLES = 'https://host.test/assets/part-abc123.css';
const scriptFailed = new TypeError(`Failed to fetch dynamically imported module: ${SCRIPT}`);
const stylesFailed = new Error(`Unable to preload CSS for ${STYLES}`);
const pick = (module: Module) => module.Part;

function fakeBrowser(): { [Name in keyof Browser]: ReturnType<typeof vi.fn<Browser[Name]>> } {
  return {
    importFrom: vi.fn<Browser['importFrom']>(async () => MODULE),
    addStyles: vi.fn<Browser['addStyles']>(async () => undefined),
  };
}

describe('a loader of a part of the page', () => {
  it('loads the part once for all its callers', async () => {
    const load = vi.fn(async () => MODULE);
    const loadPart = createLoader(load, pick, fakeBrowser());
    expect(await Promise.all([loadPart(), loadPart()])).toEqual(['the part', 'the part']);
    expect(await loadPart()).toBe('the part');
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('loads again after a failure where the browser asks again', async () => {
    const load = vi.fn(async () => MODULE).mockRejectedValueOnce(scriptFailed);
    const browser = fakeBrowser();
    const loadPart = createLoader(load, pick, browser);
    await expect(loadPart()).rejects.toBe(scriptFailed);
    expect(await loadPart()).toBe('the part');
    expect(browser.importFrom).not.toHaveBeenCalled();
  });

  it('asks at another address each time where the browser keeps the failure', async () => {
    const browser = fakeBrowser();
    browser.importFrom.mockRejectedValueOnce(new TypeError(`${scriptFailed.message}?attempt=2`));
    const loadPart = createLoader(() => Promise.reject<Module>(scriptFailed), pick, browser);
    await expect(loadPart()).rejects.toBe(scriptFailed);
    expect(browser.importFrom).not.toHaveBeenCalled();
    await expect(loadPart()).rejects.toBe(scriptFailed);
    expect(await loadPart()).toBe('the part');
    expect(browser.importFrom.mock.calls).toEqual([[`${SCRIPT}?attempt=2`], [`${SCRIPT}?attempt=3`]]);
  });

  it('reads the address in Firefox’s error message too', async () => {
    const browser = fakeBrowser();
    const failed = new TypeError(`error loading dynamically imported module: ${SCRIPT}`);
    const loadPart = createLoader(() => Promise.reject<Module>(failed), pick, browser);
    await expect(loadPart()).rejects.toBe(failed);
    expect(await loadPart()).toBe('the part');
  });

  it('reports a failure that names no file, and loads again at the next call', async () => {
    const broken = new SyntaxError('Unexpected end of input');
    const load = vi.fn(async () => MODULE).mockRejectedValueOnce(broken).mockRejectedValueOnce(broken); // prettier-ignore
    const loadPart = createLoader(load, pick, fakeBrowser());
    await expect(loadPart()).rejects.toBe(broken);
    await expect(loadPart()).rejects.toBe(broken);
    expect(await loadPart()).toBe('the part');
  });

  it('adds a missing style sheet before it loads the part again', async () => {
    const load = vi.fn(async () => MODULE).mockRejectedValueOnce(stylesFailed);
    const browser = fakeBrowser();
    browser.addStyles.mockRejectedValueOnce(new Error('still missing'));
    const loadPart = createLoader(load, pick, browser);
    await expect(loadPart()).rejects.toBe(stylesFailed);
    await expect(loadPart()).rejects.toBe(stylesFailed);
    expect(load).toHaveBeenCalledTimes(1);
    expect(await loadPart()).toBe('the part');
    expect(browser.addStyles.mock.calls).toEqual([[`${STYLES}?attempt=2`], [`${STYLES}?attempt=3`]]);
    expect(load).toHaveBeenCalledTimes(2);
  });
});
