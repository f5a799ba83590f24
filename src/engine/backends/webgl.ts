import { type BackendValues, type KernelBackend, env } from '@tensorflow/tfjs-core';
import { messageOf } from '../../core/message-of.ts';
import type { BackendCandidate, OpenBackend } from './candidate.ts';
import { deviceName, isSoftwareRenderer } from './device-name.ts';
import { expectRoom } from './webgl-errors.ts';

const NO_FLOATS = 'WebGL 2 cannot render to 32-bit floats here';

/** tfjs' own attributes, but without refusing software renderers: the chooser decides about those. */
const ATTRIBUTES: WebGLContextAttributes = {
  alpha: false,
  antialias: false,
  premultipliedAlpha: false,
  preserveDrawingBuffer: false,
  depth: false,
  stencil: false,
  failIfMajorPerformanceCaveat: false,
};

export const webgl: BackendCandidate = {
  name: 'webgl',
  async probe() {
    if (typeof OffscreenCanvas === 'undefined') {
      return { available: false, why: 'missing', detail: 'This browser has no OffscreenCanvas' };
    }
    const canvas = new OffscreenCanvas(1, 1);
    const gl = canvas.getContext('webgl2', ATTRIBUTES);
    if (gl === null) return { available: false, why: 'missing', detail: 'WebGL 2 has no context here' };
    // With half floats the softmax overflows.
    if (gl.getExtension('EXT_color_buffer_float') === null) {
      release(gl);
      return { available: false, why: 'missing', detail: NO_FLOATS };
    }
    const renderer = rendererOf(gl);
    return {
      available: true,
      device: deviceName(renderer),
      software: isSoftwareRenderer(renderer),
      open: (onLost) => open(canvas, gl, onLost),
    };
  },
};

export function rendererOf(gl: WebGL2RenderingContext): string {
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const name: unknown = gl.getParameter(info?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER);
  return typeof name === 'string' ? name : 'WebGL 2';
}

async function open(
  canvas: OffscreenCanvas,
  gl: WebGL2RenderingContext,
  onLost: (reason: string) => void,
): Promise<OpenBackend> {
  const lost = new AbortController();
  const reportOnce = (reason: string) => {
    if (lost.signal.aborted) return;
    lost.abort();
    onLost(reason);
  };
  const free = () => {
    lost.abort();
    release(gl);
  };
  try {
    const backend = await createBackend(gl, reportOnce);
    listen(canvas, lost.signal, reportOnce);
    return { backend, release: free };
  } catch (cause) {
    free();
    throw cause;
  }
}

function listen(canvas: OffscreenCanvas, signal: AbortSignal, onLost: (reason: string) => void): void {
  canvas.addEventListener(
    'webglcontextlost',
    (event) => {
      onLost(
        event instanceof WebGLContextEvent && event.statusMessage !== '' ? event.statusMessage : 'WebGL context lost',
      );
    },
    { signal },
  );
}

async function createBackend(gl: WebGL2RenderingContext, onLost: (reason: string) => void): Promise<KernelBackend> {
  const { GPGPUContext, MathBackendWebGL, setWebGLContext } = await import('@tensorflow/tfjs-backend-webgl');
  // Before any flag is read: tfjs answers its flags by the context set here, else by one that it creates.
  setWebGLContext(2, gl);
  if (!env().getBool('WEBGL_RENDER_FLOAT32_ENABLED')) throw new Error(NO_FLOATS);
  class Backend extends MathBackendWebGL {
    /** Every result of TensorFlow.js is read here, so an out-of-memory error reaches the caller. */
    override async read(dataId: object): Promise<BackendValues> {
      const values = await super.read(dataId);
      try {
        expectRoom(gl);
      } catch (error) {
        onLost(messageOf(error));
        throw error;
      }
      return values;
    }
  }
  return new Backend(new GPGPUContext(gl));
}

/** Explicit, because browsers allow only a few contexts at a time. */
function release(gl: WebGL2RenderingContext): void {
  gl.getExtension('WEBGL_lose_context')?.loseContext();
}
