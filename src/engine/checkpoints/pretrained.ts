/** The weights that are shipped with the page, `weights/<model>.safetensors` beside it. */
import { type RunConfig, defaultConfig } from '../../core/config.ts';
import { messageOf } from '../../core/message-of.ts';
import { EngineError, type EngineListener, type StartOptions } from '../engine.ts';
import type { GivenWeights } from '../model-in-use.ts';
import { describeModel } from '../model/spec.ts';
import { type WeightsFile, decodeWeights } from './weights-file.ts';

/** Only the default architectures come with weights. */
export function hasPretrained(config: RunConfig): boolean {
  return shapesOf(config) === shapesOf(defaultConfig(config.model));
}

function shapesOf(config: RunConfig): string {
  return describeModel(config)
    .parameters.map(({ shape }) => shape.join())
    .join(';');
}

/** Rejects with an `EngineError` ('weights') that says what was wrong with the answer. */
export async function fetchPretrained(config: RunConfig, baseUrl: string, signal: AbortSignal): Promise<WeightsFile> {
  const name = `weights/${config.model}.safetensors`;
  const response = await fetch(new URL(name, baseUrl), { signal }).catch((cause: unknown) => {
    throw new EngineError('weights', `${name}: ${messageOf(cause)}`, { cause });
  });
  if (!response.ok) throw new EngineError('weights', `${name}: HTTP ${response.status}`);
  const file = decodeWeights(await response.arrayBuffer());
  if (!hasPretrained(file.config)) throw new EngineError('weights', `${name} is for another architecture`);
  return file;
}

/** What the page starts with: undefined where none are wanted or fit, and, with a notice, where they can't be had. */
export async function pretrainedFor(
  { weights, config, baseUrl }: Pick<StartOptions, 'weights' | 'config' | 'baseUrl'>,
  signal: AbortSignal,
  emit: EngineListener,
): Promise<GivenWeights | undefined> {
  if (weights !== 'pretrained' || !hasPretrained(config)) return undefined;
  try {
    return { ...(await fetchPretrained(config, baseUrl, signal)), origin: 'pretrained' };
  } catch (error) {
    const reason = messageOf(error);
    emit({ type: 'notice', notice: { kind: 'warning', code: 'pretrained-unavailable', params: { reason } } });
    return undefined;
  }
}
