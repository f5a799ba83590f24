/**
 * Links programs once per context; later runs and other networks reuse them. They live as long as the context.
 */
import { yieldToMessages } from '../../yield.ts';
import type { UpdateRule } from '../optimizer.ts';
import { VERTEX_SHADER } from './glsl.ts';
import type { Planes } from './layout.ts';
import { PROGRAMS, type ProgramName, type ShaderSource, shaderSource } from './shaders.ts';
import { until } from './wait.ts';

export interface Program {
  readonly program: WebGLProgram;
  /** The kind of texture of each unit. */
  readonly targets: readonly GLenum[];
  /** Uniforms are null where the program does not use them. */
  readonly layer: WebGLUniformLocation | null;
  readonly now: WebGLUniformLocation | null;
  readonly rates: WebGLUniformLocation | null;
}

export type ProgramSet = ReadonlyMap<ProgramName, Program>;

const byContext = new WeakMap<WebGL2RenderingContext, Map<string, Promise<Program>>>();

/** All programs of a step; rejects with the compiler's message for the first that fails. */
export async function linkPrograms(gl: WebGL2RenderingContext, planes: Planes, rule: UpdateRule): Promise<ProgramSet> {
  const known = byContext.get(gl) ?? new Map<string, Promise<Program>>();
  byContext.set(gl, known);
  const linked = PROGRAMS.map(async (name) => {
    const source = shaderSource(name, planes, rule);
    const program = known.get(source.key) ?? link(gl, source);
    known.set(source.key, program);
    try {
      return [name, await program] as const;
    } catch (error) {
      // The next run retries.
      known.delete(source.key);
      throw error;
    }
  });
  return new Map(await Promise.all(linked));
}

async function link(gl: WebGL2RenderingContext, { key, samplers, code }: ShaderSource): Promise<Program> {
  const program = gl.createProgram();
  const shaders = [
    [gl.VERTEX_SHADER, VERTEX_SHADER],
    [gl.FRAGMENT_SHADER, code],
  ] as const;
  const compiled: WebGLShader[] = [];
  try {
    for (const [type, text] of shaders) {
      const shader = gl.createShader(type);
      if (!shader) throw new Error(`The program ${key}: the shader could not be created`);
      compiled.push(shader);
      gl.shaderSource(shader, text);
      gl.compileShader(shader);
      gl.attachShader(program, shader);
    }
    gl.linkProgram(program);
    const parallel = gl.getExtension('KHR_parallel_shader_compile');
    // The link status of a program that is still linking blocks the thread. Without the extension, this starts the
    // other programs and handles messages first.
    await (parallel
      ? until(() => gl.isContextLost() || gl.getProgramParameter(program, parallel.COMPLETION_STATUS_KHR) === true)
      : yieldToMessages());
    if (gl.getProgramParameter(program, gl.LINK_STATUS) !== true) {
      const reasons = [...compiled.map((shader) => gl.getShaderInfoLog(shader)), gl.getProgramInfoLog(program)];
      throw new Error(`The program ${key} does not link: ${reasons.find((reason) => reason) ?? 'no reason given'}`);
    }
  } catch (error) {
    gl.deleteProgram(program);
    throw error;
  } finally {
    for (const shader of compiled) gl.deleteShader(shader);
  }
  gl.useProgram(program);
  samplers.forEach((name, unit) => gl.uniform1i(gl.getUniformLocation(program, name), unit));
  gl.useProgram(null);
  return {
    program,
    targets: samplers.map((name) => (name === 'images' ? gl.TEXTURE_2D : gl.TEXTURE_2D_ARRAY)),
    layer: gl.getUniformLocation(program, 'layer'),
    now: gl.getUniformLocation(program, 'now'),
    rates: gl.getUniformLocation(program, 'rates'),
  };
}
