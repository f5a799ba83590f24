/**
 * The service worker. It caches the built page under names that change with the content, and never mixes two releases.
 * A page is fetched from the network, and read from the cache only without one. A file is read from the cache under
 * exactly its name, or fetched.
 *
 * A new release waits, as browsers do by default, until the pages of the former one are closed. Their files stay until
 * then. It takes over at once if only one page is open, and that page is of the new release.
 *
 * The engine keeps MNIST itself (`engine/data/kept-files.ts`): it reads it before any service worker runs, and can
 * verify it.
 */
import { cacheNames, clientsClaim, setCacheNameDetails } from 'workbox-core';
import { addPlugins, getCacheKeyForURL, matchPrecache, precacheAndRoute } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';
import { NetworkFirst, NetworkOnly } from 'workbox-strategies';
import { type KeptFile, type Stock, precacheChecks, weightsChecks } from './offline-check.ts';
import { isTakeOver } from './offline-message.ts';

declare const self: ServiceWorkerGlobalScope;
/** The build replaces each use by the whole list, see `scripts/lib/offline-stock.ts`. */
declare const STOCK: Stock;

/** After this time without an answer the kept copy is used. */
const NETWORK_TIMEOUT_S = 5;
const stock = STOCK;
const { scope } = self.registration;
const PAGES = [scope, `${scope}index.html`];
const WEIGHTS = `${scope}weights/`;

setCacheNameDetails({ prefix: 'softmax-live' });

const page = new NetworkOnly({
  networkTimeoutSeconds: NETWORK_TIMEOUT_S,
  plugins: [
    {
      fetchDidSucceed: async ({ response }) => {
        if (response.status >= 500) throw new Error(`HTTP ${response.status}`);
        return response;
      },
      handlerDidError: () => matchPrecache('index.html'),
    },
  ],
});
/** By the address of the request, and by that of the cached copy where they differ. */
const files = new Map<string, KeptFile>();
const fileAt = (address: string) => files.get(address);
const weights = new NetworkFirst({
  cacheName: 'softmax-live-weights',
  networkTimeoutSeconds: NETWORK_TIMEOUT_S,
  plugins: [weightsChecks(fileAt)],
});

registerRoute(
  // Other files in the folder are not this page.
  ({ request, url }) => request.mode === 'navigate' && PAGES.includes(url.origin + url.pathname),
  page,
);
registerRoute(({ url }) => url.href.startsWith(WEIGHTS), weights);
precacheAndRoute([...stock.precache], {
  directoryIndex: '',
  cleanURLs: false,
  ignoreURLParametersMatching: [],
});
for (const file of [...stock.precache, ...stock.weights]) {
  const { href } = new URL(file.url, scope);
  files.set(href, file).set(getCacheKeyForURL(href) ?? href, file);
}
addPlugins([precacheChecks({ fileAt, optional: stock.optional, fetch: (request) => fetch(request), keep })]);
clientsClaim();

self.addEventListener('install', (event) => {
  // They are in the browser's own cache, where the page has just read them. Without them the page works too.
  event.waitUntil(Promise.allSettled(stock.weights.map(({ url }) => keepWeights(event, new URL(url, scope)))));
});

self.addEventListener('activate', (event) => {
  // Saves waiting for this worker to start. Safari before 15.4 and Firefox before 99 don't support it.
  const preload = self.registration.navigationPreload as NavigationPreloadManager | undefined;
  if (preload) event.waitUntil(preload.enable());
});

self.addEventListener('message', (event) => {
  if (isTakeOver(event.data)) event.waitUntil(takeOverFor(event.data.script));
});

/** Replaces the kept copy of a file of the release. */
async function keep(address: string, response: Response): Promise<void> {
  const cache = await caches.open(cacheNames.precache);
  await cache.put(getCacheKeyForURL(address) ?? address, response);
}

async function keepWeights(event: ExtendableEvent, url: URL): Promise<void> {
  const [response, done] = weights.handleAll({ event, request: new Request(url) });
  await response;
  await done;
}

/** `script`: that of the page which asks. */
async function takeOverFor(script: string): Promise<void> {
  if (getCacheKeyForURL(script) === undefined) return;
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (windows.filter(({ url }) => url.startsWith(scope)).length === 1) await self.skipWaiting();
}
