/** The engine behind the worker's own port, see `worker.ts`. */
import { addMissingBuiltins } from '../core/builtins.ts';
import { createHost } from './host.ts';
import { serve } from './serve.ts';

addMissingBuiltins();
serve(self, createHost());
