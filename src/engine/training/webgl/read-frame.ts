import { expectRoom } from '../../backends/webgl-errors.ts';
import { finished } from './wait.ts';

/**
 * The first `columns` texels of a framebuffer's first line, four numbers each, after all earlier work. Does not block
 * the thread. Rejects as `finished` does.
 */
export async function readFrame(
  gl: WebGL2RenderingContext,
  frame: WebGLFramebuffer,
  columns: number,
  limitMs: number,
): Promise<Float32Array> {
  const values = new Float32Array(4 * columns);
  const buffer = gl.createBuffer();
  try {
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, buffer);
    gl.bufferData(gl.PIXEL_PACK_BUFFER, values.byteLength, gl.STREAM_READ);
    gl.bindFramebuffer(gl.FRAMEBUFFER, frame);
    gl.readPixels(0, 0, columns, 1, gl.RGBA, gl.FLOAT, 0);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
    await finished(gl, limitMs);
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, buffer);
    gl.getBufferSubData(gl.PIXEL_PACK_BUFFER, 0, values);
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
  } finally {
    gl.deleteBuffer(buffer);
  }
  // A lost context gives zeros.
  if (gl.isContextLost()) throw new Error('The WebGL context is lost');
  expectRoom(gl);
  return values;
}
