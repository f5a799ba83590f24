import type { ModelName } from '../../core/config.ts';
import type { WeightsFault } from '../../core/weights-fault.ts';

/** File name of downloaded weights, such as mnist-cnn.safetensors. */
export function weightsName(model: ModelName): string {
  return `mnist-${model}.safetensors`;
}

const MB = 1024 * 1024;

/** The fault of a file above the size limit, which is not read; null for other sizes. */
export function sizeFault(bytes: number, limitBytes: number): WeightsFault | null {
  if (bytes <= limitBytes) return null;
  return {
    problem: 'too-large',
    part: '',
    found: `${Math.ceil(bytes / MB)} MB`,
    expected: `${Math.floor(limitBytes / MB)} MB`,
  };
}
