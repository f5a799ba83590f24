/**
 * The script that the worker starts from, and nothing that a chunk of the engine could import: WebKit runs a worker's
 * own script a second time when a module imports from it (seen in WebKitGTK 2.50), and there would be two engines on
 * one port. `npm run smoke` tells whether that still happens.
 */
// What cannot be loaded has to be an error of the worker, for the page to hear of it.
import('./serve-in-worker.ts').catch(reportError);
