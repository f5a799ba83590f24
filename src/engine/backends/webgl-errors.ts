/**
 * Errors of a WebGL context. TensorFlow.js does not query them: to it, a texture that did not fit is full of zeros, and
 * the results look valid.
 */

/** Contexts that ran out of memory. WebGL reports an error once, but all later results are invalid. */
const full = new WeakSet<WebGL2RenderingContext>();

/** The errors since the last query. Waits until the device has received all commands. */
export function errorsOf(gl: WebGL2RenderingContext): readonly GLenum[] {
  const errors: GLenum[] = [];
  for (let error = gl.getError(); error !== gl.NO_ERROR; error = gl.getError()) {
    errors.push(error);
    if (gl.isContextLost()) break;
  }
  return errors;
}

/** Throws where the context has run out of memory. Call it before using results. */
export function expectRoom(gl: WebGL2RenderingContext): void {
  if (errorsOf(gl).includes(gl.OUT_OF_MEMORY)) full.add(gl);
  if (full.has(gl)) throw new Error('WebGL is out of memory');
}
