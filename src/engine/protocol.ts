/**
 * What crosses the worker's border, as types, and the names of the commands. A command's name fixes its arguments and
 * its reply, because both are taken from `Engine` itself; events are `EngineEvent`; errors travel as data and become
 * `EngineError` again. The client is made from the names; `commands.ts` has a schema of the arguments for each.
 */
import type { WeightsFault } from '../core/weights-fault.ts';
import type { FailureCode } from '../core/notices.ts';
import type { Engine, EngineEvent } from './engine.ts';

export type CommandName = Exclude<keyof Engine, 'subscribe' | 'dispose'>;
export type CommandArguments<Name extends CommandName> = Parameters<Engine[Name]>;
export type CommandReply<Name extends CommandName> = Awaited<ReturnType<Engine[Name]>>;

/** The part of an `Engine` that commands reach. */
export type Commands = {
  readonly [Name in CommandName]: (...args: CommandArguments<Name>) => Promise<CommandReply<Name>>;
};

// An object, so that a name that is missing, misspelt or unknown to `Engine` does not compile.
const NAMES = {
  start: true,
  train: true,
  pause: true,
  resume: true,
  step: true,
  reset: true,
  setLearningRate: true,
  predict: true,
  watch: true,
  learnDrawing: true,
  undoLearning: true,
  evaluate: true,
  sample: true,
  retryData: true,
  exportWeights: true,
  importWeights: true,
  snapshot: true,
  restore: true,
} satisfies Record<CommandName, true>;

// `Object.keys` has type `string[]` whatever the object.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
export const COMMAND_NAMES = Object.keys(NAMES) as readonly CommandName[];

export interface Command {
  readonly kind: 'command';
  readonly id: number;
  readonly name: CommandName;
  readonly args: readonly unknown[];
}

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
