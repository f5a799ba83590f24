import { defaultConfig } from '../../core/config.ts';
import type { SessionOptions } from '../session.ts';
import { FakeLocks, FakeRuns } from './fake-runs.ts';

/** Default options; the test adds the engine. */
export function sessionOptions(): Omit<SessionOptions, 'connect'> {
  return {
    backend: 'auto',
    data: 'auto',
    weights: 'random',
    config: defaultConfig(),
    baseUrl: 'https://example.org/',
    autostart: false,
    drawing: [],
    notices: [],
    runs: new FakeRuns(),
    locks: new FakeLocks(),
  };
}
