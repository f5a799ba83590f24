/**
 * Draws on TensorFlow.js' context. tfjs sets program, vertex array, framebuffer, viewport, scissor and textures before
 * each of its own draws. It relies on the scissor test and on face culling being enabled, so these are left unchanged.
 */
import type { Program } from './programs.ts';

type Four = readonly [number, number, number, number];

export interface Draw {
  readonly program: Program;
  /** In the order of the program's samplers. */
  readonly textures: readonly WebGLTexture[];
  readonly frame: WebGLFramebuffer;
  /** Column, line, width and height in texels. */
  readonly area: Four;
  readonly layer?: Four;
  readonly now: Four;
  readonly rates?: Four;
}

const UNITS = 4;

export class Painter {
  readonly #gl: WebGL2RenderingContext;
  readonly #vertices: WebGLVertexArrayObject;

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl;
    this.#vertices = gl.createVertexArray();
  }

  /** Runs `work`, which draws. Synchronous, so that tfjs cannot use the context meanwhile. */
  paint(work: (draw: (one: Draw) => void) => void): void {
    const gl = this.#gl;
    gl.bindVertexArray(this.#vertices);
    try {
      work((one) => this.#draw(one));
    } finally {
      for (let unit = UNITS - 1; unit >= 0; unit--) {
        gl.activeTexture(gl.TEXTURE0 + unit);
        gl.bindTexture(gl.TEXTURE_2D, null);
        gl.bindTexture(gl.TEXTURE_2D_ARRAY, null);
      }
      gl.bindFramebuffer(gl.FRAMEBUFFER, null);
      gl.bindVertexArray(null);
      gl.useProgram(null);
    }
  }

  dispose(): void {
    this.#gl.deleteVertexArray(this.#vertices);
  }

  #draw({ program, textures, frame, area, layer, now, rates }: Draw): void {
    const gl = this.#gl;
    gl.useProgram(program.program);
    textures.forEach((texture, unit) => {
      gl.activeTexture(gl.TEXTURE0 + unit);
      gl.bindTexture(program.targets[unit] ?? gl.TEXTURE_2D, texture);
    });
    if (layer) gl.uniform4i(program.layer, ...layer);
    gl.uniform4i(program.now, ...now);
    if (rates) gl.uniform4f(program.rates, ...rates);
    gl.bindFramebuffer(gl.FRAMEBUFFER, frame);
    gl.viewport(...area);
    gl.scissor(...area);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  }
}
