/** Serves an engine over a port: commands in, replies and events out. The other end is `client.ts`. */
import * as v from 'valibot';
import { CommandEnvelope, execute } from './commands.ts';
import type { FailureCode } from '../core/notices.ts';
import { type Engine, EngineError } from './engine.ts';
import type { Ping, ToPage, WireError } from './protocol.ts';
import { buffersOf } from './snapshot-arrays.ts';
import type { Snapshot } from './snapshot.ts';

/** What a worker's global scope and a `MessagePort` have in common. */
export interface ServedPort {
  postMessage(message: ToPage, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
}

const PingEnvelope = v.object({ kind: v.literal('ping') }) satisfies v.GenericSchema<Ping>;

/** Sends a hello when it listens. Ignores messages that are not commands. */
export function serve(port: ServedPort, engine: Engine): void {
  const send = (message: ToPage, transfer: Transferable[] = []) => port.postMessage(message, transfer);
  port.addEventListener('message', ({ data }) => {
    if (v.is(PingEnvelope, data)) {
      send({ kind: 'pong' });
      return;
    }
    const envelope = v.safeParse(CommandEnvelope, data);
    if (envelope.success) void answer(engine, envelope.output, send);
  });
  engine.subscribe((event) => {
    send({ kind: 'event', event }, event.type === 'snapshot' ? buffersOf(event.snapshot) : []);
  });
  send({ kind: 'hello' });
}

/** Never rejects: an error becomes the reply. */
async function answer(
  engine: Engine,
  { id, name, args }: v.InferOutput<typeof CommandEnvelope>,
  send: (message: ToPage, transfer?: Transferable[]) => void,
): Promise<void> {
  try {
    const value = await execute(engine, name, args);
    send({ kind: 'reply', id, ok: true, value }, transferable(name, value));
  } catch (cause) {
    send({ kind: 'reply', id, ok: false, error: toWire(cause) });
  }
}

/** Files and snapshots are made for the reply. A sample's pixels may be a view of the data set. */
function transferable(name: string, value: unknown): Transferable[] {
  if (value instanceof ArrayBuffer) return [value];
  // The reply has the type of the command's method in `Engine`.
  return name === 'snapshot' ? buffersOf(value as Snapshot) : [];
}

export function toWire(cause: unknown): WireError {
  if (!(cause instanceof Error)) return { code: 'internal', message: String(cause) };
  const fault = cause instanceof EngineError ? cause.fault : undefined;
  return { code: codeOf(cause), message: cause.message, stack: cause.stack, ...(fault && { fault }) };
}

function codeOf(error: Error): FailureCode {
  if (error instanceof EngineError) return error.code;
  if (error instanceof RangeError) return 'range';
  if (error instanceof TypeError) return 'argument';
  return 'internal';
}
