import { defineConfig, devices } from '@playwright/test';
import { minutes, WAIT_MS } from './e2e/support/timeouts.ts';
import { browserCandidates, thisMachine } from './scripts/lib/find-browser.ts';

const PORT = Number(process.env['E2E_PORT'] ?? 4173);
const MINUTE_MS = 60_000;
const isRoot = process.getuid?.() === 0;
const ci = Boolean(process.env['CI']);
const [executablePath] = browserCandidates(thisMachine());

export default defineConfig({
  testDir: 'e2e',
  // A page that trains uses all cores; two at once would slow each other down.
  workers: 1,
  fullyParallel: false,
  forbidOnly: ci,
  timeout: minutes(2),
  // Less than CI's own limits. Elsewhere every language and form is tested, which takes longer.
  globalTimeout: (ci ? 55 : 110) * MINUTE_MS,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    baseURL: `http://localhost:${PORT}`,
    locale: 'en-US',
    // The default has no limit but the test's own.
    actionTimeout: WAIT_MS,
    // Recording slows every test down; `npm run e2e -- --trace on` records one.
    trace: 'off',
    // A service worker's requests bypass the tests' routes. Tests of the service worker allow it.
    serviceWorkers: 'block',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        ...(isRoot ? ['--no-sandbox'] : []),
        // Software WebGPU, so that its path is tested without a GPU.
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
