/**
 * What crosses the worker's border. A command's name fixes its arguments and its reply, because both are
 * taken from `Engine` itself; events are `EngineEvent`; errors travel as data and become `EngineError` again.
 */
import type { WeightsFault } from '../core/weights-fault.ts';
import type { FailureCode } from '../core/notices.ts';
import type { Engine, EngineEvent } from './engine.ts';

export type CommandName = Exclude<keyof Engine, 'subscribe' | 'dispose'>;
export type CommandArguments<Name extends CommandName> = Parameters<Engine[Name]>;
export type CommandReply<Name extends CommandName> = Awaited<ReturnType<Engine[Name]>>;

export type Command = {
  readonly [Name in CommandName]: {
    readonly kind: 'command';
    readonly id: number;
    readonly name: Name;
    readonly args: CommandArguments<Name>;
  };
}[CommandName];

/** Asks for a sign of life; answered at once by the port's other end, whatever the engine is doing. */
export interface Ping {
  readonly kind: 'ping';
}

export interface WireError {
  readonly code: FailureCode;
  readonly message: string;
  readonly stack?: string | undefined;
  readonly fault?: WeightsFault | undefined;
}

export type ToPage =
  /** The worker has started and listens. Not to be confused with the engine being ready. */
  | { readonly kind: 'hello' }
  /** The answer to a ping. */
  | { readonly kind: 'pong' }
  | { readonly kind: 'reply'; readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly kind: 'reply'; readonly id: number; readonly ok: false; readonly error: WireError }
  | { readonly kind: 'event'; readonly event: EngineEvent };
