/**
 * The engine as the page sees it when it lives in a worker. Knows the protocol and nothing of tfjs. A worker
 * that breaks down takes no promise with it: everything pending is rejected, and so is everything after.
 */
import {
  type BackendReport,
  type Engine,
  EngineError,
  type EngineEvent,
  type EngineListener,
  type FatalCause,
  stopped,
} from './engine.ts';
import { Heartbeat, type HeartbeatOptions } from './heartbeat.ts';
import {
  COMMAND_NAMES,
  type Command,
  type CommandArguments,
  type CommandName,
  type CommandReply,
  type Commands,
  type Ping,
  type ToPage,
  type WireError,
} from './protocol.ts';

/** What is used of a `Worker`. */
export interface WorkerLike {
  postMessage(message: Command | Ping, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<ToPage>) => void): void;
  addEventListener(type: 'error' | 'messageerror', listener: (event: Event) => void): void;
  terminate(): void;
}

interface Pending {
  resolve(value: unknown): void;
  reject(error: EngineError): void;
}

export interface ClientOptions {
  readonly heartbeat?: HeartbeatOptions;
}

/** `worker`: one that has said hello. Owned by the client from here on. */
export function createClient(worker: WorkerLike, options: ClientOptions = {}): Engine {
  const pending = new Map<number, Pending>();
  const listeners = new Set<EngineListener>();
  let lastId = 0;
  let started = false;
  let slow = false;
  /** Once set, every command is answered with it. */
  let end: EngineError | undefined;

  const emit = (event: EngineEvent) => {
    for (const listener of listeners) listener(event);
  };

  const heartbeat = new Heartbeat(
    {
      ping: () => worker.postMessage({ kind: 'ping' }, []),
      onSilence: (limitMs) => crash('hung', `its worker has given no sign of life for ${limitMs / 1000} s`),
    },
    options.heartbeat,
  );

  /** From the moment that it has a backend; opening one has limits of its own. What comes until it is ready may take long. */
  const watchOver = () => {
    heartbeat.patient = slow || !started;
    heartbeat.start();
  };

  const finish = (error: EngineError) => {
    end = error;
    heartbeat.stop();
    worker.terminate();
    for (const entry of pending.values()) entry.reject(error);
    pending.clear();
  };

  const crash = (cause: FatalCause, reason: string) => {
    if (end !== undefined) return;
    finish(stopped(reason));
    emit({ type: 'fatal', reason, cause });
  };

  worker.addEventListener('message', ({ data }) => {
    if (end !== undefined) return;
    heartbeat.heard();
    switch (data.kind) {
      case 'hello':
      case 'pong':
        return;
      case 'event':
        if (data.event.type === 'backend') {
          slow = isSlow(data.event.report);
          watchOver();
        }
        emit(data.event);
        return;
      case 'reply': {
        const entry = pending.get(data.id);
        pending.delete(data.id);
        if (data.ok) entry?.resolve(data.value);
        else entry?.reject(fromWire(data.error));
        return;
      }
      default:
        data satisfies never;
    }
  });
  worker.addEventListener('error', (event) => {
    crash('crashed', 'message' in event && typeof event.message === 'string' ? event.message : 'its worker failed');
  });
  worker.addEventListener('messageerror', () => crash('crashed', 'a message could not be read'));

  function send<Name extends CommandName>(name: Name, ...args: CommandArguments<Name>): Promise<CommandReply<Name>> {
    return new Promise((resolve, reject) => {
      if (end !== undefined) {
        reject(end);
        return;
      }
      const id = ++lastId;
      // The reply to a command has the type of its method: both ends are built from the same `Engine`.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      pending.set(id, { resolve: (value) => resolve(value as CommandReply<Name>), reject });
      try {
        // Nothing is handed over: what the caller gave stays usable.
        worker.postMessage({ kind: 'command', id, name, args }, []);
      } catch (cause) {
        pending.delete(id);
        reject(new EngineError('argument', `${name}: ${String(cause)}`, { cause }));
      }
    });
  }

  return {
    ...commandsBy(send),
    async start(startOptions) {
      await send('start', startOptions);
      started = true;
      if (end === undefined) watchOver();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    dispose: () => {
      if (end === undefined) finish(new EngineError('aborted', 'The engine has been disposed of'));
      listeners.clear();
    },
  };
}

type Send = <Name extends CommandName>(name: Name, ...args: CommandArguments<Name>) => Promise<CommandReply<Name>>;

/** Every command as a method that sends it. */
function commandsBy(send: Send): Commands {
  const methods = COMMAND_NAMES.map((name) => [name, (...args: CommandArguments<CommandName>) => send(name, ...args)]);
  // `Object.fromEntries` forgets which name has which method; `send` takes both from the same name.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.fromEntries(methods) as Commands;
}

/** A single product on a processor without WebAssembly may take longer than a healthy worker is silent elsewhere. */
function isSlow({ backend, software }: BackendReport): boolean {
  return software || backend === 'cpu';
}

function fromWire({ code, message, stack, fault }: WireError): EngineError {
  const error = new EngineError(code, message, { fault });
  // The worker's own: where it happened is more than where it arrived.
  if (stack !== undefined) error.stack = stack;
  return error;
}
