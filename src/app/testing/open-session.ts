/** A session on fake engines. */
import { vi } from 'vitest';
import type { NoticeCode } from '../../core/notices.ts';
import type { Stroke } from '../../core/types.ts';
import type { Connection } from '../../engine/connect.ts';
import { createSession, type SessionOptions } from '../session.ts';
import { FakeEngine } from './fake-engine.ts';
import { sessionOptions } from './session-options.ts';

export const LINE: Stroke = [
  [0.2, 0.2],
  [0.8, 0.8],
];

export function openSession(options: Partial<SessionOptions> = {}, engines = [new FakeEngine(), new FakeEngine()]) {
  let next = 0;
  const connect = vi.fn(async (): Promise<Connection> => {
    const engine = engines[next++];
    if (!engine) throw new Error('no more engines');
    return { engine, where: 'worker' };
  });
  const session = createSession({
    connect,
    ...sessionOptions(),
    ...options,
  });
  const codes = () => session.store.getState().notices.map(({ notice }) => notice.code);
  /** The parameters of the notices of one code. */
  const said = (code: NoticeCode) =>
    session.store.getState().notices.flatMap(({ notice }) => (notice.code === code ? [notice.params] : []));
  return { session, engines, engine: engines[0] ?? new FakeEngine(), connect, codes, said };
}

/** After all pending microtasks. */
export const settled = () => vi.waitFor(() => undefined);
