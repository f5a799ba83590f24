import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ROOT } from '../../scripts/lib/paths.ts';
import type { ModelName } from '../../src/core/config.ts';
import { decodeWeights } from '../../src/engine/checkpoints/weights-file.ts';
import { Network } from '../../src/engine/model/network.ts';
import { describeModel } from '../../src/engine/model/spec.ts';

/** The network with the weights that the page opens with. The caller disposes of it. */
export async function loadShipped(model: ModelName): Promise<Network> {
  const file = await readFile(path.join(ROOT, 'public', 'weights', `${model}.safetensors`));
  const { config, values } = decodeWeights(new Uint8Array(file).buffer);
  return new Network(describeModel(config), values);
}
