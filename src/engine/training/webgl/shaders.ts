/**
 * The shaders of a step for a stack of dense layers. They contain no sizes, so one program serves every layer of its
 * kind, every network and every batch size.
 */
import { CLASSES } from '../../../core/types.ts';
import { ADAM, STATE_KINDS, type UpdateRule } from '../optimizer.ts';
import { type ShaderParts, each, fragmentShader } from './glsl.ts';
import { CLASS_TEXELS, LABEL_TEXEL, type Planes } from './layout.ts';
import { backward, forward, gradient, gradientFirst, unpack } from './products.ts';

/** `-first`: the input is the batch's bytes, which `unpack` converts to floats. */
export const PROGRAMS = [
  'unpack',
  'forward',
  'loss',
  'metrics',
  'backward',
  'gradient-first',
  'gradient',
  'update',
  'read',
] as const;
export type ProgramName = (typeof PROGRAMS)[number];

export interface ShaderSource {
  /** Equal keys mean equal code. */
  readonly key: string;
  /** In the order of texture units. */
  readonly samplers: readonly string[];
  readonly code: string;
}

/** Planes that one draw of the update writes, of the weights and of each kind of state: the targets suffice for no more. */
export function planesPerUpdate(planes: Planes, rule: UpdateRule): number {
  return planes / 2 ** STATE_KINDS[rule];
}

/**
 * (softmax − one-hot) / rows. The next texel has the row's loss, log Σ exp(z − max) − (z_label − max), which cannot
 * overflow with finite logits, and 1 where the answer is right. Zeros beyond the batch.
 */
function loss(planes: Planes): ShaderParts {
  return {
    samplers: ['given', 'images'],
    targets: planes,
    functions: `
vec4 resultOf(ivec2 at, int plane) {
  int row = ${planes} * at.y + plane;
  if (row >= now.y) return vec4(0.0);
  float z[${4 * CLASS_TEXELS}];
${each(
  CLASS_TEXELS,
  (i) => `  vec4 z${i} = texelFetch(given, ivec3(${i}, at.y, plane), 0);
${each(4, (c) => `  z[${4 * i + c}] = z${i}[${c}];`)}`,
)}
  float top = z[0];
  int answer = 0;
  for (int c = 1; c < ${CLASSES}; c++) {
    if (z[c] > top) {
      top = z[c];
      answer = c;
    }
  }
  float total = 0.0;
  for (int c = 0; c < ${CLASSES}; c++) total += exp(z[c] - top);
  int label = int(texelFetch(images, ivec2(${LABEL_TEXEL}, now.x + row), 0).x);
  if (at.x == ${CLASS_TEXELS}) return vec4(log(total) - (z[label] - top), answer == label ? 1.0 : 0.0, 0.0, 0.0);
  vec4 slope = vec4(0.0);
  for (int i = 0; i < 4; i++) {
    int c = 4 * at.x + i;
    if (c < ${CLASSES}) slope[i] = (exp(z[c] - top) / total - (c == label ? 1.0 : 0.0)) / float(now.y);
  }
  return slope;
}`,
    main: each(planes, (r) => `  result${r} = resultOf(at, ${r});`),
  };
}

/** Sums the losses and right answers that `loss` has written after the slopes. */
function metrics(planes: Planes): ShaderParts {
  return {
    samplers: ['slope'],
    targets: 1,
    main: `  vec2 sum = vec2(0.0);
  int lines = (now.y + ${planes - 1}) / ${planes};
  for (int i = 0; i < lines; i++) {
${each(planes, (r) => `    sum += texelFetch(slope, ivec3(${CLASS_TEXELS}, i, ${r}), 0).xy;`)}
  }
  result0 = vec4(sum, 0.0, 0.0);`,
  };
}

/** Statements that update `w`, and `m` and `s` where the rule has them, by the gradient `g`. The learning rate is `rates.x`. */
function updateStatements(rule: UpdateRule): string {
  switch (rule) {
    case 'sgd':
      return 'w -= rates.x * g;';
    case 'momentum':
      return `m = rates.y * m + g;
  w -= rates.x * m;`;
    case 'adam':
      return `m = ${ADAM.beta1} * m + ${1 - ADAM.beta1} * g;
  s = ${ADAM.beta2} * s + ${1 - ADAM.beta2} * g * g;
  w -= rates.x * (m / (sqrt(s) + rates.z));`;
    default:
      return rule satisfies never;
  }
}

/** Updates some planes from plane `now.z` on: all their weights, then all their state of each kind. */
function update(planes: Planes, rule: UpdateRule): ShaderParts {
  const count = planesPerUpdate(planes, rule);
  const kinds = ['weight', 'first', 'second'].slice(0, 1 + STATE_KINDS[rule]);
  const names = ['w', 'm', 's'].slice(0, kinds.length);
  return {
    samplers: ['gradient', ...kinds],
    targets: count * kinds.length,
    main: `  ivec3 from;
  vec4 g;
${names.map((name) => `  vec4 ${name};`).join('\n')}
${each(
  count,
  (i) => `  from = ivec3(at, now.z + ${i});
  g = texelFetch(gradient, from, 0);
${kinds.map((kind, n) => `  ${names[n]} = texelFetch(${kind}, from, 0);`).join('\n')}
  ${updateStatements(rule)}
${names.map((name, n) => `  result${n * count + i} = ${name};`).join('\n')}`,
)}`,
  };
}

/** A layer's matrix in row-major order: from element `now.z` on, `now.w` texels a line. */
function read(planes: Planes): ShaderParts {
  const line = `layer.z + row / ${planes}, row % ${planes}`;
  return {
    samplers: ['weight'],
    targets: 1,
    main: `  int first = now.z + 4 * (at.y * now.w + at.x);
  vec4 values;
  for (int i = 0; i < 4; i++) {
    int row = (first + i) / layer.y;
    int column = (first + i) % layer.y;
    values[i] = texelFetch(weight, ivec3(column / 4, ${line}), 0)[column % 4];
  }
  result0 = values;`,
  };
}

function partsOf(name: ProgramName, planes: Planes, rule: UpdateRule): ShaderParts {
  switch (name) {
    case 'unpack':
      return unpack(planes);
    case 'forward':
      return forward(planes);
    case 'loss':
      return loss(planes);
    case 'metrics':
      return metrics(planes);
    case 'backward':
      return backward(planes);
    case 'gradient-first':
      return gradientFirst(planes);
    case 'gradient':
      return gradient(planes);
    case 'update':
      return update(planes, rule);
    case 'read':
      return read(planes);
    default:
      return name satisfies never;
  }
}

export function shaderSource(name: ProgramName, planes: Planes, rule: UpdateRule): ShaderSource {
  const parts = partsOf(name, planes, rule);
  const key = [name, planes, ...(name === 'update' ? [rule] : [])].join(' ');
  return { key, samplers: parts.samplers, code: fragmentShader(parts) };
}
