/** Why the tensors of a file are no model of this page, as the fault that helps most. */
import { type RunConfig, defaultConfig, parseConfig } from '../../core/config.ts';
import { type ModelSpec, describeModel } from '../model/spec.ts';
import { isFilter } from './match-tensors.ts';
import { refuse } from './refuse.ts';
import type { StoredTensor } from './safetensors-header.ts';
import { inNaturalOrder, isFactor } from './tensor-names.ts';
import { TORCH, shapeIn } from './torch-layout.ts';

const [FIRST] = describeModel(defaultConfig('cnn')).parameters;
const CNN_FILTER = FIRST ? shapeIn(TORCH, FIRST) : [];

/** `stated`: the config in the file's metadata, if it was written by this page. Throws an `EngineError` ('weights'). */
export function explainMismatch(stored: readonly StoredTensor[], stated: RunConfig | null): never {
  const factor = stored.find(({ name }) => isFactor(name));
  if (factor) refuse('factored', `${factor.name} is a factor of weights: multiply them first`, { part: factor.name });
  const own = stored.find(({ name }) => /(?:^|[./])(?:l1|conv1)\.(?:weight|bias)$/u.test(name));
  if (own ?? stated) {
    const prefix = own?.name.replace(/(?:l1|conv1)\.(?:weight|bias)$/u, '') ?? '';
    const named = new Map(stored.map((tensor) => [tensor.name.slice(prefix.length), tensor]));
    compare(named, prefix, describeModel(stated ?? configByName(named)));
  }
  const filter = inNaturalOrder(stored).find(isFilter);
  if (filter) compareShape(filter, CNN_FILTER);
  const { name: part = '', shape = [] } = stored.find((tensor) => tensor.shape.length > 1) ?? {};
  return refuse(
    'no-model',
    `these tensors are no model of this page${part && `: ${part} is ${shape.join(' × ')}`}. A file has the weights of an MLP (784 … 10), of softmax regression or of the page’s CNN`,
    { part, found: shape.join(' × ') },
  );
}

/** Refuses the first tensor that is missing or of another shape. */
function compare(named: ReadonlyMap<string, StoredTensor>, prefix: string, { parameters }: ModelSpec): void {
  for (const parameter of parameters) {
    const tensor = named.get(parameter.name);
    const name = tensor?.name ?? prefix + parameter.name;
    if (!tensor) refuse('missing', `${name} is missing`, { part: name });
    compareShape(tensor, shapeIn(TORCH, parameter));
  }
}

function compareShape({ name, shape }: StoredTensor, wanted: readonly number[]): void {
  const [found, expected] = [shape.join(' × '), wanted.join(' × ')];
  if (found !== expected)
    refuse('other-shape', `${name} is ${found}, expected ${expected}`, { part: name, found, expected });
}

/** The model that the names are of, with the widths of its layers. */
function configByName(named: ReadonlyMap<string, StoredTensor>): RunConfig {
  if (named.has('conv1.weight')) return defaultConfig('cnn');
  const widths: number[] = [];
  for (;;) {
    const layer = `l${widths.length + 1}`;
    const [width] = (named.get(`${layer}.bias`) ?? named.get(`${layer}.weight`))?.shape ?? [];
    if (width === undefined) break;
    widths.push(width);
  }
  return widths.length > 1 ? mlpOf(widths.slice(0, -1)) : defaultConfig('softmax');
}

/** Throws an `EngineError` ('weights') where the page has no network of these widths. */
export function mlpOf(layers: readonly number[]): RunConfig {
  const { config, problems } = parseConfig({ model: 'mlp', layers });
  const [problem] = problems;
  if (problem) refuse('config', `layers: ${problem.reason}`, { part: 'layers', found: layers.join(', ') });
  return config;
}
