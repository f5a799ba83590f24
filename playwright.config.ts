import { defineConfig, devices } from '@playwright/test';
import { minutes, WAIT_MS } from './e2e/support/timeouts.ts';
import { browserCandidates, thisMachine } from './scripts/lib/find-browser.ts';

const PORT = 4173;
const MINUTE_MS = 60_000;
const isRoot = process.getuid?.() === 0;
const ci = Boolean(process.env['CI']);
const [executablePath] = browserCandidates(thisMachine());

export default defineConfig({
  testDir: 'e2e',
  // One at a time: a page that trains takes the whole machine, and two would only time each other out.
  workers: 1,
  fullyParallel: false,
  forbidOnly: ci,
  timeout: minutes(2),
  globalTimeout: 55 * MINUTE_MS,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    baseURL: `http://localhost:${PORT}`,
    locale: 'en-US',
    // Without it a part that never comes would be waited for as long as the whole test may take.
    actionTimeout: WAIT_MS,
    // Recording makes everything three times as slow; `npm run e2e -- --trace on` where one is wanted.
    trace: 'off',
    // A page that has one fetches past the tests' own answers. Those that are about it allow it.
    serviceWorkers: 'block',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        ...(isRoot ? ['--no-sandbox'] : []),
        // A WebGPU without a GPU, so that its path is tested everywhere.
        '--enable-unsafe-webgpu',
        '--enable-unsafe-swiftshader',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
  projects: [
    {
      name: 'desktop',
      testIgnore: '**/*.phone.spec.ts',
      use: { ...devices['Desktop Chrome'], viewport: { width: 1280, height: 800 } },
    },
    {
      name: 'phone',
      testMatch: '**/*.phone.spec.ts',
      use: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
    },
  ],
  webServer: {
    command: `npm run preview -- --port ${PORT} --strictPort`,
    url: `http://localhost:${PORT}`,
    reuseExistingServer: !ci,
    timeout: MINUTE_MS,
  },
});
