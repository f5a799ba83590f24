/**
 * The oldest browsers that the page supports, all of 2023; Chrome 109 and Firefox 115 are the last ones for Windows 7. The
 * build lowers syntax to them, a test searches the build for what they lack, and `early.js` tests for what they have.
 */
export const OLDEST_BROWSERS = { chrome: 109, edge: 109, firefox: 115, safari: 16.4 } as const;

export type BrowserName = keyof typeof OLDEST_BROWSERS;

export const BUILD_TARGETS = Object.entries(OLDEST_BROWSERS).map(([name, version]) => `${name}${version}`);
