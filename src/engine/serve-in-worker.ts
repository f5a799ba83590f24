/** The engine behind the worker's own port, see `worker.ts`. */
import { createHost } from './host.ts';
import { serve } from './serve.ts';

serve(self, createHost());
