/** The browser of the end-to-end tests, and pages that are built and served for it. */
import path from 'node:path';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type LaunchOptions,
  chromium,
} from '@playwright/test';
import { type InlineConfig, build, preview } from 'vite';
import playwright from '../../playwright.config.ts';
import { ROOT } from '../../scripts/lib/paths.ts';

/** For garbage collection on demand and exact heap sizes. */
const MEMORY_FLAGS = ['--js-flags=--expose-gc', '--enable-precise-memory-info'];

export async function launchBrowser(): Promise<Browser> {
  const options: LaunchOptions = playwright.use?.launchOptions ?? {};
  // This program handles the signals itself, to report what it has measured.
  const signals = { handleSIGINT: false, handleSIGTERM: false };
  return chromium.launch({ ...options, ...signals, args: [...(options.args ?? []), ...MEMORY_FLAGS] });
}

export async function newContext(browser: Browser, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  // Files kept by a service worker would distort the cost of a visit.
  const context = await browser.newContext({ serviceWorkers: 'block', ...options });
  // tsx wraps every function in this helper, including those that are sent into the page.
  await context.addInitScript('globalThis.__name = (value) => value');
  return context;
}

export interface Site {
  readonly address: string;
  readonly folder: string;
  close(): Promise<void>;
}

const cache = (name: string) => path.join(ROOT, 'node_modules', '.cache', name);

/** The page of the step benchmarks, with MNIST where it has been prepared. */
export async function serveBenchPage(): Promise<Site> {
  return serve({
    root: path.join(ROOT, 'bench', 'page'),
    publicDir: path.join(ROOT, 'public'),
    base: './',
    configFile: false,
    logLevel: 'error',
    build: { outDir: cache('bench-page'), emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 4000 },
  });
}

/** The page itself, built from the working tree as for a release. */
export async function serveProduct(): Promise<Site> {
  return serve({
    root: ROOT,
    configFile: path.join(ROOT, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: cache('bench-site'), emptyOutDir: true },
  });
}

async function serve(config: InlineConfig & { readonly build: { readonly outDir: string } }): Promise<Site> {
  await build(config);
  const server = await preview({ ...config, preview: { port: 0, host: '127.0.0.1' } });
  const address = server.resolvedUrls?.local[0];
  if (address === undefined) throw new Error('The preview server has no address');
  return { address, folder: config.build.outDir, close: () => server.close() };
}
