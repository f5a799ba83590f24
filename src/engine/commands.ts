/**
 * The commands as the engine's side takes them: what arguments each must come with, and the method that it
 * stands for. What arrives here has crossed a thread's border and is not trusted to be what the types say.
 */
import * as v from 'valibot';
import { CONFIG_SCHEMAS } from '../core/config.ts';
import { BACKENDS, CLASSES, PIXELS } from '../core/types.ts';
import { type Engine, EngineError, type StartOptions, type TrainOptions } from './engine.ts';
import type { CommandArguments, CommandName, CommandReply } from './protocol.ts';
import type { Snapshot } from './snapshot.ts';

// Strict objects: a field that is new to the interface and forgotten here is to fail, not to vanish.
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
        why: v.picklist(['missing', 'software', 'timeout', 'self-test', 'error', 'lost']),
        detail: v.string(),
      }),
    ),
  ),
} satisfies Record<keyof StartOptions, v.GenericSchema>);

const trainOptions = v.strictObject({
  goOn: v.exactOptional(v.boolean()),
} satisfies Record<keyof TrainOptions, v.GenericSchema>);

/** Only that it is one: what is in it is checked as a whole, since most of it depends on its config. */
const snapshot = v.custom<Snapshot>((value) => typeof value === 'object' && value !== null, 'Expected a snapshot');

type Call<Name extends CommandName> = (engine: Engine, args: unknown) => Promise<CommandReply<Name>>;

const CALLS: { readonly [Name in CommandName]: Call<Name> } = {
  start: call('start', v.tuple([startOptions]), (engine, args) => engine.start(...args)),
  train: call('train', v.tuple([v.optional(config), v.optional(trainOptions)]), (engine, args) =>
    engine.train(...args),
  ),
  pause: call('pause', v.tuple([]), (engine) => engine.pause()),
  resume: call('resume', v.tuple([]), (engine) => engine.resume()),
  step: call('step', v.tuple([v.optional(config)]), (engine, args) => engine.step(...args)),
  reset: call('reset', v.tuple([v.optional(config)]), (engine, args) => engine.reset(...args)),
  setLearningRate: call('setLearningRate', v.tuple([CONFIG_SCHEMAS.lr]), (engine, args) =>
    engine.setLearningRate(...args),
  ),
  predict: call('predict', v.tuple([pixels]), (engine, args) => engine.predict(...args)),
  watch: call('watch', v.tuple([v.nullable(pixels), v.number()]), (engine, args) => engine.watch(...args)),
  learnDrawing: call('learnDrawing', v.tuple([pixels, label]), (engine, args) => engine.learnDrawing(...args)),
  undoLearning: call('undoLearning', v.tuple([]), (engine) => engine.undoLearning()),
  evaluate: call('evaluate', v.tuple([]), (engine) => engine.evaluate()),
  sample: call('sample', v.tuple([v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)))]), (engine, args) =>
    engine.sample(...args),
  ),
  retryData: call('retryData', v.tuple([]), (engine) => engine.retryData()),
  exportWeights: call('exportWeights', v.tuple([]), (engine) => engine.exportWeights()),
  importWeights: call('importWeights', v.tuple([v.instance(ArrayBuffer)]), (engine, args) =>
    engine.importWeights(...args),
  ),
  snapshot: call('snapshot', v.tuple([]), (engine) => engine.snapshot()),
  restore: call('restore', v.tuple([snapshot]), (engine, args) => engine.restore(...args)),
};

function call<Name extends CommandName>(
  name: Name,
  schema: v.GenericSchema<unknown, CommandArguments<Name>>,
  method: (engine: Engine, args: CommandArguments<Name>) => Promise<CommandReply<Name>>,
): Call<Name> {
  return async (engine, args) => {
    const parsed = v.safeParse(schema, args);
    if (!parsed.success) throw badArgument(name, parsed.issues[0]);
    return method(engine, parsed.output);
  };
}

/** A bound that is exceeded is a `range` error, anything else about an argument an `argument` error. */
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

/** Rejects with an `EngineError` for a name that is none and arguments that do not fit. */
export async function execute(engine: Engine, name: string, args: readonly unknown[]): Promise<unknown> {
  if (!isCommandName(name)) throw new EngineError('argument', `The engine knows no command "${name}"`);
  return CALLS[name](engine, args);
}

function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(CALLS, name);
}
