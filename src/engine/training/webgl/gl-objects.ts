/** Textures and framebuffers of one owner on TensorFlow.js' context, freed together. */
import { errorsOf, expectRoom } from '../../backends/webgl-errors.ts';
import type { Planes } from './layout.ts';

/** A stack of planes of four floats a texel. */
export interface Stack {
  readonly texture: WebGLTexture;
  readonly columns: number;
  readonly lines: number;
}

/** A plane of a stack. */
export interface Target {
  readonly stack: Stack;
  readonly plane: number;
}

export class GlObjects {
  readonly #gl: WebGL2RenderingContext;
  readonly #release: (() => void)[] = [];

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl;
  }

  /** All zeros. */
  stack(columns: number, lines: number, planes: Planes): Stack {
    const gl = this.#gl;
    const texture = this.#texture(gl.TEXTURE_2D_ARRAY, columns, lines);
    gl.texStorage3D(gl.TEXTURE_2D_ARRAY, 1, gl.RGBA32F, columns, lines, planes);
    gl.bindTexture(gl.TEXTURE_2D_ARRAY, null);
    return { texture, columns, lines };
  }

  texture(format: GLenum, columns: number, lines: number): WebGLTexture {
    const gl = this.#gl;
    const texture = this.#texture(gl.TEXTURE_2D, columns, lines);
    gl.texStorage2D(gl.TEXTURE_2D, 1, format, columns, lines);
    gl.bindTexture(gl.TEXTURE_2D, null);
    return texture;
  }

  /** A framebuffer that draws on these planes, or on one plain texture; throws where the device cannot. */
  frame(targets: readonly Target[] | WebGLTexture): WebGLFramebuffer {
    const gl = this.#gl;
    const frame = gl.createFramebuffer();
    this.#release.push(() => gl.deleteFramebuffer(frame));
    gl.bindFramebuffer(gl.FRAMEBUFFER, frame);
    if (targets instanceof WebGLTexture) {
      gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, targets, 0);
    } else {
      const attachments = targets.map((_, i) => gl.COLOR_ATTACHMENT0 + i);
      targets.forEach(({ stack, plane }, i) =>
        gl.framebufferTextureLayer(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0 + i, stack.texture, 0, plane),
      );
      gl.drawBuffers(attachments);
    }
    const status = gl.checkFramebufferStatus(gl.FRAMEBUFFER);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    if (status !== gl.FRAMEBUFFER_COMPLETE) throw new Error(`The device cannot draw on these targets (${status})`);
    return frame;
  }

  dispose(): void {
    for (const release of this.#release.splice(0)) release();
  }

  #texture(kind: GLenum, columns: number, lines: number): WebGLTexture {
    const gl = this.#gl;
    const most: unknown = gl.getParameter(gl.MAX_TEXTURE_SIZE);
    if (!(Math.max(columns, lines) <= Number(most))) {
      throw new Error(`A texture of ${columns} × ${lines} is more than the device has`);
    }
    const texture = gl.createTexture();
    this.#release.push(() => gl.deleteTexture(texture));
    gl.bindTexture(kind, texture);
    for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(kind, name, gl.NEAREST);
    for (const name of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) gl.texParameteri(kind, name, gl.CLAMP_TO_EDGE);
    return texture;
  }
}

/** Returns `make`'s result; throws where the device reports an error meanwhile, such as out of memory. Waits for the device. */
export function checked<T>(gl: WebGL2RenderingContext, what: string, make: () => T): T {
  // Reports earlier errors, which the next query would hide.
  expectRoom(gl);
  let errors: readonly GLenum[] = [];
  let made: T;
  try {
    made = make();
  } finally {
    // Also after an exception: the failed allocation's error must not count against later results.
    errors = errorsOf(gl);
  }
  if (errors.length > 0) throw new Error(`${what}: WebGL error ${errors.join(', ')}`);
  return made;
}
