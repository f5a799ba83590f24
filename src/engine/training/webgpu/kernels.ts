/**
 * The kernels of a step for a stack of dense layers: their bindings and their WGSL. They contain no sizes, so one kernel
 * serves every layer of its kind, every network and every batch size.
 */
import { CLASSES } from '../../../core/types.ts';
import { ADAM, STATE_KINDS, type UpdateRule } from '../optimizer.ts';
import { lossKernel } from './loss-kernel.ts';
import { type Product, type Tile } from './product.ts';
import { DIRECT_TILE, directProduct } from './product-direct.ts';
import { TILED_TILE, tiledProduct } from './product-tiled.ts';
import { MAX_BATCH } from './step-table.ts';

export const VARIANTS = ['direct', 'tiled'] as const;
export type Variant = (typeof VARIANTS)[number];

export const TILES: Record<Variant, Tile> = { direct: DIRECT_TILE, tiled: TILED_TILE };

/** `-first`: the input is the data set's bytes, whose rows are gathered by index. */
export type KernelName = 'forward-first' | 'forward' | 'loss' | 'backward' | 'update-first' | 'update';

export interface Binding {
  readonly name: string;
  readonly type: 'uniform' | 'read-only-storage' | 'storage';
  readonly element: 'Layer' | 'f32' | 'u32';
}

export interface KernelSource {
  /** Equal keys mean equal code. */
  readonly key: string;
  /** Of bind group 1, in order. Group 0 is the step's, the same for all kernels. */
  readonly bindings: readonly Binding[];
  readonly code: string;
}

const layer: Binding = { name: 'layer', type: 'uniform', element: 'Layer' };
const read = (name: string, element: 'f32' | 'u32' = 'f32'): Binding => ({ name, type: 'read-only-storage', element });
const written = (name: string): Binding => ({ name, type: 'storage', element: 'f32' });

/** WGSL statements that update `weight[at]` by the gradient `slope`. The learning rate is `now.rate`. */
function updateStatements(rule: UpdateRule, weight: string): string {
  const [first, second] = [`${weight}First`, `${weight}Second`];
  switch (rule) {
    case 'sgd':
      return `${weight}[at] -= now.rate * slope;`;
    case 'momentum':
      return `let velocity = now.momentum * ${first}[at] + slope;
  ${first}[at] = velocity;
  ${weight}[at] -= now.rate * velocity;`;
    case 'adam':
      return `let mean = ${ADAM.beta1} * ${first}[at] + ${1 - ADAM.beta1} * slope;
  let square = ${ADAM.beta2} * ${second}[at] + ${1 - ADAM.beta2} * slope * slope;
  ${first}[at] = mean;
  ${second}[at] = square;
  ${weight}[at] -= now.rate * (mean / (sqrt(square) + now.epsilon));`;
    default:
      return rule satisfies never;
  }
}

function stateBindings(rule: UpdateRule): Binding[] {
  return ['First', 'Second']
    .slice(0, STATE_KINDS[rule])
    .flatMap((kind) => [written(`weight${kind}`), written(`bias${kind}`)]);
}

/** y = relu?(x·W + b). Bytes are scaled to [0, 1] once, in the sum. */
function forward(first: boolean): { bindings: Binding[]; product: Product } {
  return {
    bindings: [layer, read('given', first ? 'u32' : 'f32'), read('weight'), read('bias'), written('result')],
    product: {
      rows: 'now.count',
      columns: 'layer.outputs',
      depth: 'layer.inputs',
      left: { buffer: 'given', lines: 'along-depth', stride: 'layer.inputs', gathered: first },
      right: { buffer: 'weight', lines: 'across-depth', stride: 'layer.outputs', gathered: false },
      sumsColumns: false,
      // Not max(): it may turn NaN into 0 and hide divergence.
      finish: /* wgsl */ `
fn finish(m: u32, n: u32, sum: f32) {
  let z = ${first ? 'sum * now.scale' : 'sum'} + bias[n];
  result[m * layer.outputs + n] = select(z, 0.0, layer.relu == 1u && z < 0.0);
}`,
    },
  };
}

/** ∂loss/∂z of the layer below: dz·Wᵀ where that layer's output is positive, else 0. */
function backward(): { bindings: Binding[]; product: Product } {
  return {
    bindings: [layer, read('slopes'), read('weight'), read('activated'), written('result')],
    product: {
      rows: 'now.count',
      columns: 'layer.inputs',
      depth: 'layer.outputs',
      left: { buffer: 'slopes', lines: 'along-depth', stride: 'layer.outputs', gathered: false },
      right: { buffer: 'weight', lines: 'along-depth', stride: 'layer.outputs', gathered: false },
      sumsColumns: false,
      finish: /* wgsl */ `
fn finish(m: u32, n: u32, sum: f32) {
  let at = m * layer.inputs + n;
  result[at] = select(0.0, sum, activated[at] > 0.0);
}`,
    },
  };
}

/** ∂loss/∂W = xᵀ·dz and ∂loss/∂b = Σ dz, with the optimiser's update. */
function update(first: boolean, rule: UpdateRule): { bindings: Binding[]; product: Product } {
  return {
    bindings: [
      layer,
      read('given', first ? 'u32' : 'f32'),
      read('slopes'),
      written('weight'),
      written('bias'),
      ...stateBindings(rule),
    ],
    product: {
      rows: 'layer.inputs',
      columns: 'layer.outputs',
      depth: 'now.count',
      left: { buffer: 'given', lines: 'across-depth', stride: 'layer.inputs', gathered: first },
      right: { buffer: 'slopes', lines: 'across-depth', stride: 'layer.outputs', gathered: false },
      sumsColumns: true,
      finish: /* wgsl */ `
fn finish(m: u32, n: u32, sum: f32) {
  let at = m * layer.outputs + n;
  let slope = ${first ? 'sum * now.scale' : 'sum'};
  ${updateStatements(rule, 'weight')}
}

fn finishBias(at: u32, slope: f32) {
  ${updateStatements(rule, 'bias')}
}`,
    },
  };
}

function declarations(bindings: readonly Binding[]): string {
  const lines = bindings.map(({ name, type, element }, i) => {
    if (type === 'uniform') return `@group(1) @binding(${i}) var<uniform> ${name}: ${element};`;
    const access = type === 'storage' ? 'read_write' : 'read';
    return `@group(1) @binding(${i}) var<storage, ${access}> ${name}: array<${element}>;`;
  });
  return lines.join('\n');
}

/** `Step` has the fields that `step-table.ts` packs. */
const HEAD = /* wgsl */ `
struct Step {
  count: u32,
  slot: u32,
  rate: f32,
  momentum: f32,
  epsilon: f32,
  scale: f32,
}
struct Layer {
  inputs: u32,
  outputs: u32,
  relu: u32,
}
@group(0) @binding(0) var<uniform> now: Step;
@group(0) @binding(1) var<uniform> images: array<vec4u, ${MAX_BATCH / 4}>;

// The image that is the batch's row r.
fn imageAt(r: u32) -> u32 {
  return images[r / 4u][r % 4u];
}
`;

function productKernel(
  name: Exclude<KernelName, 'loss'>,
  rule: UpdateRule,
): { readonly bindings: Binding[]; readonly product: Product } {
  switch (name) {
    case 'forward-first':
    case 'forward':
      return forward(name === 'forward-first');
    case 'backward':
      return backward();
    case 'update-first':
    case 'update':
      return update(name === 'update-first', rule);
    default:
      return name satisfies never;
  }
}

export function kernelSource(name: KernelName, variant: Variant, rule: UpdateRule): KernelSource {
  if (name === 'loss') {
    const bindings = [read('logits'), read('labels', 'u32'), written('result'), written('metrics')];
    return { key: name, bindings, code: `${HEAD}${declarations(bindings)}${lossKernel(CLASSES)}` };
  }
  const { bindings, product } = productKernel(name, rule);
  const code = variant === 'direct' ? directProduct(product) : tiledProduct(product);
  const ruleKey = name.startsWith('update') ? `-${rule}` : '';
  return { key: `${name}${ruleKey}-${variant}`, bindings, code: `${HEAD}${declarations(bindings)}${code}` };
}
