/** The common parts of the fused step's shaders. */

/** The code for 0 … count−1, joined. */
export function each(count: number, code: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => code(i)).join('\n');
}

export interface ShaderParts {
  /** In the order of texture units. `images` is a plain texture of integers, the others are stacks of planes. */
  readonly samplers: readonly string[];
  /** Results to write, `result0` and so on. */
  readonly targets: number;
  readonly functions?: string;
  /** Statements; `at` is the fragment's column and line. */
  readonly main: string;
}

/** One triangle over the whole viewport, without attributes. */
export const VERTEX_SHADER = `#version 300 es
void main() {
  gl_Position = vec4(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0, 0.0, 1.0);
}`;

const typeOf = (sampler: string) => (sampler === 'images' ? 'usampler2D' : 'sampler2DArray');

/**
 * `layer`: inputs, outputs, first line in the atlas, 1 for ReLU. `now`: the batch's first row in its texture and its
 * number of rows, then two numbers of the program's own. `rates`: learning rate, momentum, ε, 1 / byte of full ink.
 */
export function fragmentShader({ samplers, targets, functions = '', main }: ShaderParts): string {
  return `#version 300 es
precision highp float;
precision highp int;
${samplers.map((name) => `uniform highp ${typeOf(name)} ${name};`).join('\n')}
uniform ivec4 layer;
uniform ivec4 now;
uniform vec4 rates;
${each(targets, (i) => `layout(location = ${i}) out vec4 result${i};`)}
${functions}
void main() {
  ivec2 at = ivec2(gl_FragCoord.xy);
${main}
}`;
}
