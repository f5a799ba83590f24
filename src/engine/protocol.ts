/**
 * The messages between page and worker. A command's name fixes the types of its arguments and reply: both derive from
 * `Engine`. Errors are sent as data and become `EngineError` again. The client is built from `COMMAND_NAMES`; the
 * worker's side has a schema for each name (`commands.ts`), which the page does not load.
 */
import type { WeightsFault } from '../core/weights-fault.ts';
import type { FailureCode } from '../core/notices.ts';
import type { Engine, EngineEvent } from './engine.ts';

export type CommandName = Exclude<keyof Engine, 'subscribe' | 'dispose'>;
export type CommandArguments<Name extends CommandName> = Parameters<Engine[Name]>;
export type CommandReply<Name extends CommandName> = Awaited<ReturnType<Engine[Name]>>;

/** The methods of `Engine` that are commands. */
export type Commands = {
  readonly [Name in CommandName]: (...args: CommandArguments<Name>) => Promise<CommandReply<Name>>;
};

// An object type, so that a missing, misspelt or unknown name does not compile.
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

// `Object.keys` returns `string[]` for every object.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
export const COMMAND_NAMES = Object.keys(NAMES) as readonly CommandName[];

export interface Command {
  readonly kind: 'command';
  readonly id: number;
  readonly name: CommandName;
  readonly args: readonly unknown[];
}

/** Answered at once by `serve`, below the engine. */
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
  /** The worker listens. The engine is not ready yet. */
  | { readonly kind: 'hello' }
  /** Answers a ping. */
  | { readonly kind: 'pong' }
  | { readonly kind: 'reply'; readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly kind: 'reply'; readonly id: number; readonly ok: false; readonly error: WireError }
  | { readonly kind: 'event'; readonly event: EngineEvent };
