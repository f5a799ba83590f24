/**
 * The models' forward pass as PyTorch's documentation defines its modules, on a file's raw tensors in PyTorch's layout and
 * in doubles. It shares no code with the engine, so agreement proves the layout.
 */
import type { NamedTensor } from '../checkpoints/safetensors.ts';

type Values = ArrayLike<number>;

/** Feature maps, channel by channel: value (c, y, x) at (c · side + y) · side + x. */
interface Maps {
  readonly channels: number;
  readonly side: number;
  readonly values: Values;
}

/** `pixels`: 784 in [0, 1]. Gives the ten logits. */
export function torchForward(tensors: readonly NamedTensor[], pixels: Values): readonly number[] {
  const named = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const at = (name: string): NamedTensor => {
    const tensor = named.get(name);
    if (!tensor) throw new Error(`The file has no ${name}`);
    return tensor;
  };
  let x: Values = pixels;
  if (named.has('conv1.weight')) {
    let maps: Maps = { channels: 1, side: 28, values: pixels };
    for (const name of ['conv1', 'conv2'])
      maps = maxPool2(relu2d(conv2d(maps, at(`${name}.weight`), at(`${name}.bias`))));
    // x.view(-1, C·H·W): channel by channel.
    x = maps.values;
  }
  const layers = tensors.filter(({ name }) => /^l\d+\.weight$/.test(name)).length;
  for (let i = 1; i <= layers; i++) {
    const y = linear(x, at(`l${i}.weight`), at(`l${i}.bias`));
    x = i < layers ? y.map((value) => Math.max(0, value)) : y;
  }
  return Array.from(x);
}

/** torch.nn.Linear: y = x·Wᵀ + b with W [out, in]. */
function linear(x: Values, weight: NamedTensor, bias: NamedTensor): number[] {
  const [outputs = 0, inputs = 0] = weight.shape;
  if (x.length !== inputs) throw new Error(`${weight.name} takes ${inputs} inputs and gets ${x.length}`);
  return Array.from({ length: outputs }, (_, out) => {
    let sum = bias.values[out] ?? Number.NaN;
    for (let i = 0; i < inputs; i++) sum += (weight.values[out * inputs + i] ?? Number.NaN) * (x[i] ?? Number.NaN);
    return sum;
  });
}

/** torch.nn.Conv2d(in, out, 3, padding=1), which correlates: W [out, in, kh, kw], zeros around the maps. */
function conv2d({ channels, side, values }: Maps, weight: NamedTensor, bias: NamedTensor): Maps {
  const [outputs = 0, inputs = 0, height = 0, width = 0] = weight.shape;
  if (inputs !== channels) throw new Error(`${weight.name} takes ${inputs} channels and gets ${channels}`);
  const result = new Float64Array(outputs * side * side);
  for (let out = 0; out < outputs; out++)
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++) {
        let sum = bias.values[out] ?? Number.NaN;
        for (let input = 0; input < inputs; input++)
          for (let ky = 0; ky < height; ky++)
            for (let kx = 0; kx < width; kx++) {
              const [row, column] = [y + ky - 1, x + kx - 1];
              if (row < 0 || row >= side || column < 0 || column >= side) continue;
              const w = weight.values[((out * inputs + input) * height + ky) * width + kx] ?? Number.NaN;
              sum += w * (values[(input * side + row) * side + column] ?? Number.NaN);
            }
        result[(out * side + y) * side + x] = sum;
      }
  return { channels: outputs, side, values: result };
}

function relu2d({ values, ...rest }: Maps): Maps {
  return { ...rest, values: Float64Array.from(values, (value) => Math.max(0, value)) };
}

/** torch.nn.functional.max_pool2d(x, 2). */
function maxPool2({ channels, side, values }: Maps): Maps {
  const half = side / 2;
  const result = new Float64Array(channels * half * half);
  for (let c = 0; c < channels; c++)
    for (let y = 0; y < half; y++)
      for (let x = 0; x < half; x++) {
        const corner = (c * side + 2 * y) * side + 2 * x;
        const four = [corner, corner + 1, corner + side, corner + side + 1];
        result[(c * half + y) * half + x] = Math.max(...four.map((i) => values[i] ?? Number.NaN));
      }
  return { channels, side: half, values: result };
}
