import { createHost } from './host.ts';
import { serve } from './serve.ts';

serve(self, createHost());
