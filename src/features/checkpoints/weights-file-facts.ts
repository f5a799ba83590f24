import type { ModelName } from '../../core/config.ts';
import type { WeightsFault } from '../../core/weights-fault.ts';

/** mnist-cnn.safetensors: what `Download weights` calls the file. */
export function weightsName(model: ModelName): string {
  return `mnist-${model}.safetensors`;
}

/** What any weights file is called. */
export const EXTENSION = /\.safetensors$/i;

const MB = 1024 * 1024;

/** What is wrong with a file of this size, so that it need not be read to be refused; null where nothing is. */
export function sizeFault(bytes: number, limitBytes: number): WeightsFault | null {
  if (bytes <= limitBytes) return null;
  return {
    problem: 'too-large',
    part: '',
    found: `${Math.ceil(bytes / MB)} MB`,
    expected: `${Math.floor(limitBytes / MB)} MB`,
  };
}
