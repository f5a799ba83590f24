/** Initial parameters. Each has a random generator of its own, so a layer's size does not change another's values. */
import type { InitName } from '../../core/config.ts';
import { Random } from '../../core/random.ts';
import { sizeOf } from '../../core/size-of.ts';
import type { ModelSpec, ParameterSpec } from './spec.ts';

/**
 * Half-width of the uniform distribution, or 0 for zeros.
 * - `pytorch`: 1/√fan_in for weights and biases, `torch.nn.Linear`'s and `Conv2d`'s default.
 * - `glorot`: √(6/(fan_in + fan_out)), biases 0 (Glorot and Bengio, 2010).
 * - `he`: √(6/fan_in), biases 0 (He et al., 2015, in its uniform form).
 */
function halfWidth(init: InitName, parameter: ParameterSpec): number {
  if (init === 'pytorch') return 1 / Math.sqrt(parameter.fanIn);
  if (parameter.role === 'bias') return 0;
  switch (init) {
    case 'glorot':
      return Math.sqrt(6 / (parameter.fanIn + parameter.fanOut));
    case 'he':
      return Math.sqrt(6 / parameter.fanIn);
    default:
      return init satisfies never;
  }
}

/** One array per parameter, in the order of `spec.parameters`, with the layout of `ParameterSpec.shape`. */
export function initialValues(spec: ModelSpec, init: InitName, seed: number): Float32Array[] {
  const random = new Random(seed).fork('init');
  return spec.parameters.map((parameter) => {
    const values = new Float32Array(sizeOf(parameter.shape));
    const width = halfWidth(init, parameter);
    if (width === 0) return values;
    const own = random.fork(parameter.name);
    for (let i = 0; i < values.length; i++) values[i] = own.between(-width, width);
    return values;
  });
}
