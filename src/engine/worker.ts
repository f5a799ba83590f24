/**
 * The worker's start script, which no other module may import: WebKit runs a worker's own script again when a module
 * imports from it (seen in WebKitGTK 2.50), which would put two engines on one port. `npm run smoke` shows whether it
 * still does.
 */
import { addMissingBuiltins } from '../core/builtins.ts';

// Before the engine is loaded: its libraries use them while they load.
addMissingBuiltins();
// A failed import must become an error of the worker, so that the page is notified.
import('./serve-in-worker.ts').catch(reportError);
