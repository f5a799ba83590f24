/**
 * What a WebGL context has to say when it is asked. TensorFlow.js never asks: a texture that did not fit is one of
 * zeros to it, and what comes of them looks like any other number.
 */

/** Those that something did not fit on: an error is told once, and all that comes after it is in doubt. */
const full = new WeakSet<WebGL2RenderingContext>();

/** The errors since it was asked last. Waits until the device has been given what was submitted. */
export function errorsOf(gl: WebGL2RenderingContext): readonly GLenum[] {
  const errors: GLenum[] = [];
  for (let error = gl.getError(); error !== gl.NO_ERROR; error = gl.getError()) {
    errors.push(error);
    if (gl.isContextLost()) break;
  }
  return errors;
}

/** Throws where something has not fitted on the device. To be called with results, before anybody believes them. */
export function expectRoom(gl: WebGL2RenderingContext): void {
  if (errorsOf(gl).includes(gl.OUT_OF_MEMORY)) full.add(gl);
  if (full.has(gl)) throw new Error('WebGL is out of memory');
}
