import type { BackendCandidate } from './candidate.ts';
import { createCpu } from './create-cpu.ts';

/** Plain JavaScript: slow, and always there. */
export const cpu: BackendCandidate = {
  name: 'cpu',
  probe: async () => ({
    available: true,
    device: 'JavaScript',
    software: false,
    open: async () => ({ backend: await createCpu(), release: () => undefined }),
  }),
};
