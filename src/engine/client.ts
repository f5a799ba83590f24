/**
 * The engine as the page sees it: commands go to a worker, replies and events come back. Knows the protocol, not
 * tfjs. Once the worker fails, every pending and every later command is rejected.
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

/** What the client uses of a `Worker`. */
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

/** `worker`: one that has sent its hello. The client owns it from here on. */
export function createClient(worker: WorkerLike, options: ClientOptions = {}): Engine {
  const channel = new Channel(worker, options.heartbeat);
  return {
    ...commandsBy((name, ...args) => channel.send(name, ...args)),
    async start(startOptions) {
      await channel.send('start', startOptions);
      channel.started();
    },
    subscribe: (listener) => channel.subscribe(listener),
    dispose: () => channel.dispose(),
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

class Channel {
  readonly #worker: WorkerLike;
  readonly #heartbeat: Heartbeat;
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new Set<EngineListener>();
  #lastId = 0;
  #isReady = false;
  #isSlow = false;
  /** Once set, the answer to every command. */
  #end: EngineError | undefined;

  constructor(worker: WorkerLike, heartbeat?: HeartbeatOptions) {
    this.#worker = worker;
    this.#heartbeat = new Heartbeat(
      {
        ping: () => worker.postMessage({ kind: 'ping' }, []),
        onSilence: (limitMs) => this.#fail('hung', `its worker has given no sign of life for ${limitMs / 1000} s`),
      },
      heartbeat,
    );
    worker.addEventListener('message', ({ data }) => this.#receive(data));
    worker.addEventListener('error', (event) => {
      const message = 'message' in event ? event.message : undefined;
      this.#fail('crashed', typeof message === 'string' ? message : 'its worker failed');
    });
    worker.addEventListener('messageerror', () => this.#fail('crashed', 'a message could not be read'));
  }

  send<Name extends CommandName>(name: Name, ...args: CommandArguments<Name>): Promise<CommandReply<Name>> {
    return new Promise((resolve, reject) => {
      if (this.#end !== undefined) {
        reject(this.#end);
        return;
      }
      const id = ++this.#lastId;
      // The reply to a command has the type of its method: both ends are built from the same `Engine`.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      this.#pending.set(id, { resolve: (value) => resolve(value as CommandReply<Name>), reject });
      try {
        // Nothing is transferred: the caller keeps its arguments.
        this.#worker.postMessage({ kind: 'command', id, name, args }, []);
      } catch (cause) {
        this.#pending.delete(id);
        reject(new EngineError('argument', `${name}: ${String(cause)}`, { cause }));
      }
    });
  }

  /** The engine is ready: from here on a long silence is not its start. */
  started(): void {
    this.#isReady = true;
    if (this.#end === undefined) this.#expectHeartbeat();
  }

  subscribe(listener: EngineListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  dispose(): void {
    if (this.#end === undefined) this.#finish(new EngineError('aborted', 'The engine has been disposed of'));
    this.#listeners.clear();
  }

  #receive(message: ToPage): void {
    if (this.#end !== undefined) return;
    this.#heartbeat.heard();
    switch (message.kind) {
      case 'hello':
      case 'pong':
        return;
      case 'event':
        if (message.event.type === 'backend') {
          this.#isSlow = isSlow(message.event.report);
          this.#expectHeartbeat();
        }
        this.#emit(message.event);
        return;
      case 'reply': {
        const entry = this.#pending.get(message.id);
        this.#pending.delete(message.id);
        if (message.ok) entry?.resolve(message.value);
        else entry?.reject(fromWire(message.error));
        return;
      }
      default:
        message satisfies never;
    }
  }

  /** Once there is a backend: opening one has time limits of its own. The rest of the start may block for long. */
  #expectHeartbeat(): void {
    this.#heartbeat.slow = this.#isSlow || !this.#isReady;
    this.#heartbeat.start();
  }

  #fail(cause: FatalCause, reason: string): void {
    if (this.#end !== undefined) return;
    this.#finish(stopped(reason));
    this.#emit({ type: 'fatal', reason, cause });
  }

  #finish(error: EngineError): void {
    this.#end = error;
    this.#heartbeat.stop();
    this.#worker.terminate();
    for (const entry of this.#pending.values()) entry.reject(error);
    this.#pending.clear();
  }

  #emit(event: EngineEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

/** Without WebAssembly or a real GPU, one matrix product may take longer than a fast worker is ever silent. */
function isSlow({ backend, software }: BackendReport): boolean {
  return software || backend === 'cpu';
}

function fromWire({ code, message, stack, fault }: WireError): EngineError {
  const error = new EngineError(code, message, { fault });
  // The worker's stack: it shows where the error happened.
  if (stack !== undefined) error.stack = stack;
  return error;
}
