/**
 * A model's weights as a file: PyTorch's `state_dict` layout in safetensors, with metadata. In PyTorch,
 * `net.load_state_dict(safetensors.torch.load_file(f))` reads it.
 */
import * as v from 'valibot';
import { type RunConfig, defaultConfig, parseConfig } from '../../core/config.ts';
import { sizeOf } from '../../core/size-of.ts';
import type { WeightsNote } from '../../core/weights-fault.ts';
import { describeModel } from '../model/spec.ts';
import { explainMismatch, mlpOf } from './explain-mismatch.ts';
import { notesOn } from './import-notes.ts';
import { matchBiases } from './match-biases.ts';
import { type Match, matchWeights, refuseAmbiguity } from './match-tensors.ts';
import { refuse } from './refuse.ts';
import { type OpenFile, type StoredType, encodeSafetensors, openSafetensors } from './safetensors.ts';
import { TORCH, memoryIndices, shapeIn } from './torch-layout.ts';

/** The file's own format, in its metadata. */
const FORMAT = 'softmax-live';
const FORMAT_VERSION = '1';

/** Without the check, a list would pass as an object without fields. */
const CONFIG = v.pipe(
  v.string(),
  v.parseJson(),
  v.check((value) => !Array.isArray(value)),
  v.record(v.string(), v.unknown()),
);

export interface WeightsFile {
  readonly config: RunConfig;
  /** In the order and layout of `describeModel(config).parameters`. */
  readonly values: readonly Float32Array[];
  /** Epochs that trained these weights. */
  readonly epochs: number;
  /** In [0, 1]; null where it was not measured. */
  readonly testAccuracy: number | null;
}

export function encodeWeights(file: WeightsFile, type: StoredType = 'F32'): ArrayBuffer {
  const spec = describeModel(file.config);
  const tensors = spec.parameters.map((parameter, i) => {
    const inMemory = file.values[i] ?? new Float32Array();
    const values = new Float32Array(inMemory.length);
    let to = 0;
    for (const from of memoryIndices(TORCH, spec, parameter)) values[to++] = inMemory[from] ?? 0;
    return { name: parameter.name, shape: shapeIn(TORCH, parameter), values };
  });
  const metadata = {
    format: FORMAT,
    version: FORMAT_VERSION,
    model: file.config.model,
    config: JSON.stringify(file.config),
    epochs: String(file.epochs),
    ...(file.testAccuracy === null ? {} : { test_accuracy: String(file.testAccuracy) }),
  };
  return encodeSafetensors({ tensors, metadata }, type);
}

export interface ReadWeights {
  readonly file: WeightsFile;
  /** What was changed to load it; empty for the page's own files. */
  readonly notes: readonly WeightsNote[];
}

/** Throws an `EngineError` ('weights') that names what does not fit. */
export function decodeWeights(bytes: ArrayBuffer): WeightsFile {
  return readWeights(bytes).file;
}

/** As `decodeWeights`, with what was changed. Files of other programs may name and lay out such a network otherwise. */
export function readWeights(bytes: ArrayBuffer): ReadWeights {
  const { stored, metadata, read } = openSafetensors(bytes);
  const stated = statedConfig(metadata);
  const match = matchWeights(stored) ?? explainMismatch(stored, stated);
  const agrees = stated !== null && stated.model === match.model && isSameShape(stated, match);
  const config = agrees ? stated : match.model === 'mlp' ? mlpOf(match.layers) : defaultConfig(match.model);
  const spec = describeModel(config);
  const biases = matchBiases(match.weights, spec, stored);
  if (!biases && metadata['format'] === FORMAT) refuse('missing', 'l1.bias is missing', { part: 'l1.bias' });
  refuseAmbiguity(match, [...match.weights, ...(biases ?? [])], stored);
  const values = spec.parameters.map((parameter, i) => {
    const inMemory = new Float32Array(sizeOf(parameter.shape));
    const tensor = (parameter.role === 'weight' ? match.weights : biases)?.[Math.floor(i / 2)];
    if (!tensor) return inMemory;
    const inFile = read(tensor);
    let from = 0;
    for (const to of memoryIndices(match.layout, spec, parameter)) inMemory[to] = inFile[from++] ?? 0;
    return inMemory;
  });
  const contradicts = stated !== null && !agrees;
  const notes = notesOn(match, { spec, biases, stored, contradicts });
  return { file: { config, values, ...recordOf(contradicts ? {} : metadata) }, notes };
}

function isSameShape({ layers }: RunConfig, match: Match): boolean {
  return match.model !== 'mlp' || layers.join() === match.layers.join();
}

/**
 * The config in the metadata. In a file of the page it must be sound; another program's `config` may be anything and
 * counts only where it is one of this page. Null where there is none.
 */
function statedConfig(metadata: OpenFile['metadata']): RunConfig | null {
  if (metadata['config'] === undefined) return null;
  const isOwn = metadata['format'] === FORMAT;
  const parsed = v.safeParse(CONFIG, metadata['config']);
  if (!parsed.success)
    return isOwn ? refuse('config', 'the config in the metadata is not a JSON object', { part: 'config' }) : null;
  const { config, problems } = parseConfig(parsed.output);
  const [problem] = problems;
  if (!isOwn) return problem || parsed.output['model'] === undefined ? null : config;
  if (problem) {
    const message = `the config in the metadata is wrong: ${problem.name}: ${problem.reason}`;
    refuse('config', message, { part: problem.name });
  }
  return config;
}

function recordOf(metadata: OpenFile['metadata']): Pick<WeightsFile, 'epochs' | 'testAccuracy'> {
  const epochs = Number(metadata['epochs'] ?? 0);
  const accuracy = Number(metadata['test_accuracy'] ?? Number.NaN);
  return {
    epochs: Number.isInteger(epochs) && epochs >= 0 ? epochs : 0,
    testAccuracy: accuracy >= 0 && accuracy <= 1 ? accuracy : null,
  };
}
