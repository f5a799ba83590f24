/**
 * The engine's side of the protocol: the arguments that each command must have, and the call of the method of its name.
 * What arrives here has crossed a thread's border; its types are checked, not trusted.
 */
import * as v from 'valibot';
import { CONFIG_SCHEMAS } from '../core/config.ts';
import { BACKENDS, CLASSES, PIXELS } from '../core/types.ts';
import { type Engine, EngineError, type StartOptions, type TrainOptions } from './engine.ts';
import type { CommandArguments, CommandName, CommandReply, Commands } from './protocol.ts';
import type { Snapshot } from './snapshot.ts';

// Strict objects: a new field that is missing here fails instead of being dropped.
const config = v.strictObject(CONFIG_SCHEMAS);
const pixels = v.pipe(
  v.instance(Float32Array),
  v.check((values) => values.length === PIXELS, `Expected ${PIXELS} pixels`),
);
const label = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(CLASSES - 1));
const startOptions = v.strictObject({
  backend: v.picklist(['auto', ...BACKENDS]),
  data: v.picklist(['auto', 'mnist', 'synthetic']),
  weights: v.picklist(['pretrained', 'random']),
  config,
  baseUrl: v.pipe(v.string(), v.url()),
  excluded: v.exactOptional(
    v.array(
      v.object({
        backend: v.picklist(BACKENDS),
        why: v.picklist(['missing', 'insecure', 'software', 'timeout', 'self-test', 'error', 'lost']),
        detail: v.string(),
      }),
    ),
  ),
} satisfies Record<keyof StartOptions, v.GenericSchema>);

const trainOptions = v.strictObject({
  continueRun: v.exactOptional(v.boolean()),
} satisfies Record<keyof TrainOptions, v.GenericSchema>);

/** Any object: `restore` checks its content, most of which depends on its config. */
const snapshot = v.custom<Snapshot>((value) => typeof value === 'object' && value !== null, 'Expected a snapshot');

type Arguments = {
  readonly [Name in CommandName]: v.GenericSchema<unknown, CommandArguments<Name>>;
};

const none = v.tuple([]);
const ARGUMENTS: Arguments = {
  start: v.tuple([startOptions]),
  train: v.tuple([v.optional(config), v.optional(trainOptions)]),
  pause: none,
  resume: none,
  step: v.tuple([v.optional(config)]),
  reset: v.tuple([v.optional(config)]),
  setLearningRate: v.tuple([CONFIG_SCHEMAS.lr]),
  predict: v.tuple([pixels]),
  watch: v.tuple([v.nullable(pixels), v.number()]),
  learnDrawing: v.tuple([pixels, label]),
  undoLearning: none,
  evaluate: none,
  sample: v.tuple([v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)))]),
  retryData: none,
  exportWeights: none,
  importWeights: v.tuple([v.instance(ArrayBuffer)]),
  snapshot: none,
  restore: v.tuple([snapshot]),
};

/** Code `range` for an exceeded bound, `argument` for anything else. */
function badArgument(name: CommandName, issue: v.BaseIssue<unknown>): EngineError {
  const code = issue.type === 'min_value' || issue.type === 'max_value' ? 'range' : 'argument';
  const path = v.getDotPath(issue);
  return new EngineError(code, `${name}${path === null ? '' : ` (argument ${path})`}: ${issue.message}`);
}

export const CommandEnvelope = v.object({
  kind: v.literal('command'),
  id: v.pipe(v.number(), v.integer()),
  name: v.string(),
  args: v.array(v.unknown()),
});

/** Rejects with an `EngineError` for an unknown name and for arguments that do not fit. */
export async function execute(engine: Engine, name: string, args: readonly unknown[]): Promise<unknown> {
  if (!isCommandName(name)) throw new EngineError('argument', `The engine knows no command "${name}"`);
  return call(engine, name, args);
}

function call<Name extends CommandName>(commands: Commands, name: Name, args: unknown): Promise<CommandReply<Name>> {
  const parsed = v.safeParse(ARGUMENTS[name], args);
  if (!parsed.success) throw badArgument(name, parsed.issues[0]);
  return commands[name](...parsed.output);
}

function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(ARGUMENTS, name);
}
