/** The weights that are shipped with the page, `weights/<model>.safetensors` beside it. */
import { type RunConfig, defaultConfig } from '../../core/config.ts';
import { messageOf } from '../../core/message-of.ts';
import { EngineError } from '../engine.ts';
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
