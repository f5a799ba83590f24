/**
 * The matrix products of a step. Their cost is texture fetches, so a fragment sums `planes` rows of four columns, and
 * each fetch serves many products.
 */
import { type Planes, TEXEL_BYTES } from './layout.ts';
import { type ShaderParts, each } from './glsl.ts';

const clear = (planes: Planes) => each(planes, (r) => `  vec4 sum${r} = vec4(0.0);`);

/** y = relu?(x·W + b). Beyond the columns: one in the first, as the input of the next layer's bias; then zeros. */
function finishForward(planes: Planes): string {
  return `
  ivec4 column = 4 * at.x + ivec4(0, 1, 2, 3);
  vec4 inside = vec4(lessThan(column, ivec4(layer.y)));
  vec4 one = vec4(equal(column, ivec4(layer.y)));
${each(planes, (r) => `  result${r} = inside * (layer.w == 1 ? max(sum${r}, 0.0) : sum${r}) + one;`)}`;
}

export function forward(planes: Planes): ShaderParts {
  const quads = planes / 4;
  const products = (r: number, q: number) => `    x = texelFetch(given, ivec3(${quads} * i + ${q}, at.y, ${r}), 0);
    sum${r} += x.x * w${4 * q} + x.y * w${4 * q + 1} + x.z * w${4 * q + 2} + x.w * w${4 * q + 3};`;
  return {
    samplers: ['given', 'weight'],
    targets: planes,
    main: `${clear(planes)}
  int lines = 4 * at.x < layer.y ? layer.x / ${planes} + 1 : 0;
  for (int i = 0; i < lines; i++) {
    vec4 x;
${each(planes, (k) => `    vec4 w${k} = texelFetch(weight, ivec3(at.x, layer.z + i, ${k}), 0);`)}
${each(planes, (r) => each(quads, (q) => products(r, q)))}
  }${finishForward(planes)}`,
  };
}

/** ∂loss/∂z of the layer below: ∂loss/∂z · Wᵀ where that layer's output is positive, else 0. */
export function backward(planes: Planes): ShaderParts {
  return {
    samplers: ['slope', 'weight', 'given'],
    targets: planes,
    main: `${clear(planes)}
  int line = layer.z + 4 * at.x / ${planes};
  int plane = 4 * at.x % ${planes};
  int columns = 4 * at.x < layer.x ? (layer.y + 3) / 4 : 0;
  for (int i = 0; i < columns; i++) {
    vec4 d;
${each(4, (k) => `    vec4 w${k} = texelFetch(weight, ivec3(i, line, plane + ${k}), 0);`)}
${each(4, (n) => `    vec4 c${n} = vec4(w0[${n}], w1[${n}], w2[${n}], w3[${n}]);`)}
${each(
  planes,
  (r) => `    d = texelFetch(slope, ivec3(i, at.y, ${r}), 0);
    sum${r} += d.x * c0 + d.y * c1 + d.z * c2 + d.w * c3;`,
)}
  }
  vec4 inside = vec4(lessThan(4 * at.x + ivec4(0, 1, 2, 3), ivec4(layer.x)));
${each(
  planes,
  (r) => `  result${r} = sum${r} * inside * vec4(greaterThan(texelFetch(given, ivec3(at, ${r}), 0), vec4(0.0)));`,
)}`,
  };
}

/** Statements that add `x` times `d` to rows 4q … 4q+3 of the sums. */
function outerProduct(q: number): string {
  return each(4, (k) => `    sum${4 * q + k} += x[${k}] * d;`);
}

/** ∂loss/∂W = xᵀ · ∂loss/∂z, including the bias' row. Rows beyond the batch have slope zero. */
export function gradient(planes: Planes): ShaderParts {
  const quads = planes / 4;
  return {
    samplers: ['given', 'slope'],
    targets: planes,
    main: `${clear(planes)}
  int left = ${quads} * (at.y - layer.z);
  int lines = (now.y + ${planes - 1}) / ${planes};
  for (int i = 0; i < lines; i++) {
    vec4 d;
    vec4 x;
${each(
  planes,
  (r) => `    d = texelFetch(slope, ivec3(at.x, i, ${r}), 0);
${each(
  quads,
  (q) => `    x = texelFetch(given, ivec3(left + ${q}, i, ${r}), 0);
${outerProduct(q)}`,
)}`,
)}
  }
${each(planes, (k) => `  result${k} = sum${k};`)}`,
  };
}

/**
 * The bytes of a word as floats, byte b times 2^(8b). No shifts: some software renderers have none for vectors. The
 * caller divides by 2^(8b) (`SCALES`), which loses no precision.
 */
const BYTES_OF = `vec4 bytesOf(uint word) {
  return vec4(ivec4(uvec4(word) & uvec4(0xffu, 0xff00u, 0xff0000u, 0x7f000000u)))
    + vec4(0.0, 0.0, 0.0, word >= 0x80000000u ? 2147483648.0 : 0.0);
}`;

const SCALES = ['1.0', '0.00390625', '0.0000152587890625', '0.000000059604644775390625'] as const;

/** A batch's bytes as floats in [0, 1], in planes like every layer's output. */
export function unpack(planes: Planes): ShaderParts {
  const word = 'texelFetch(images, ivec2(at.x / 4, row + R), 0)[at.x % 4]';
  return {
    samplers: ['images'],
    targets: planes,
    functions: BYTES_OF,
    main: `  int row = now.x + ${planes} * at.y;
  vec4 scales = rates.w * vec4(${SCALES.join(', ')});
${each(planes, (r) => `  result${r} = scales * bytesOf(${word.replace('R', String(r))});`)}`,
  };
}

/** Those of the texel's four words that belong to this line's rows of weights. */
function wordsOf(planes: Planes): readonly string[] {
  return planes === 8
    ? ['(part == 0 ? words.x : words.z)', '(part == 0 ? words.y : words.w)']
    : ['(part < 2 ? (part == 0 ? words.x : words.y) : (part == 2 ? words.z : words.w))'];
}

export function gradientFirst(planes: Planes): ShaderParts {
  const parts = TEXEL_BYTES / planes;
  return {
    samplers: ['images', 'slope'],
    targets: planes,
    functions: BYTES_OF,
    main: `${clear(planes)}
  int texel = (at.y - layer.z) / ${parts};
  int part = (at.y - layer.z) % ${parts};
  int lines = (now.y + ${planes - 1}) / ${planes};
  for (int i = 0; i < lines; i++) {
    int row = now.x + ${planes} * i;
    vec4 d;
    vec4 x;
    uvec4 words;
${each(
  planes,
  (r) => `    d = texelFetch(slope, ivec3(at.x, i, ${r}), 0);
    words = texelFetch(images, ivec2(texel, row + ${r}), 0);
${wordsOf(planes)
  .map((word, q) => `    x = bytesOf(${word});\n${outerProduct(q)}`)
  .join('\n')}`,
)}
  }
${each(planes, (k) => `  result${k} = sum${k} * (rates.w * ${SCALES[k % 4]});`)}`,
  };
}
