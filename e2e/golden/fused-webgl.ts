/** WebGL's fused step against the written-out one, where the golden vectors do not reach. */
import { backend, memory, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type { RunConfig } from '../../src/core/config.ts';
import { PIXELS } from '../../src/core/types.ts';
import { gatherImages } from '../../src/engine/data/gather.ts';
import type { ImageSet } from '../../src/engine/data/dataset.ts';
import { initialValues } from '../../src/engine/model/init.ts';
import { Network } from '../../src/engine/model/network.ts';
import { describeModel } from '../../src/engine/model/spec.ts';
import { networkScorer } from '../../src/engine/training/evaluate.ts';
import { goldenImages, goldenRows } from '../../src/engine/testing/golden.ts';
import type { Planes } from '../../src/engine/training/webgl/layout.ts';
import { WebGlPath } from '../../src/engine/training/webgl/webgl-path.ts';
import {
  ADAM_MLP,
  CASES,
  type Comparison,
  MLP,
  SMALL_SOFTMAX,
  compare,
  outcomeOf,
  referenceFor,
} from './comparison.ts';

export interface FusedGlReport {
  readonly comparisons: readonly Comparison[];
  /** Largest differences between what the path says and what the network's variables say, in the middle of a run. */
  readonly judged: { readonly loss: number; readonly correct: number };
  /** Steps made again from a snapshot that differ in any bit from those made first. */
  readonly notRepeated: number;
  readonly tensorsLeft: number;
  /** Live textures and framebuffers of the fused step after everything was disposed. */
  readonly objectsLeft: number;
}

const fusedFor = (config: RunConfig, planes: Planes) => (network: Network) =>
  // Impatient, so that there is a first step before the fused one is ready, where a case asks for that.
  new WebGlPath(network, config, { planes: [planes], maxWaitMs: 0 });

export async function checkFusedGl(planes: Planes): Promise<FusedGlReport> {
  // The backend that answers to this name is tfjs' own, and it runs on WebGL 2.
  const gl = (backend() as MathBackendWebGL).gpgpu.gl as WebGL2RenderingContext;
  const liveObjects = countObjects(gl);
  const tensors = memory().numTensors;
  const images = goldenImages(2);
  const comparisons: Comparison[] = [];
  // First, since programs that have been linked once are not linked again.
  comparisons.push(await withoutCompiler(gl, planes, images));
  comparisons.push(...(await changes(gl, planes, images)));
  for (const [name, config] of Object.entries(CASES)) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other on one device
    comparisons.push(compare(name, await outcomeOf(config, fusedFor(config, planes), images), referenceFor(config)));
  }
  comparisons.push(await withoutRoom(gl, planes, images));
  await disposedEarly(planes);
  const judged = await judge(planes, images);
  const notRepeated = await repeat(planes, images);
  return {
    comparisons,
    judged,
    notRepeated,
    tensorsLeft: memory().numTensors - tensors,
    objectsLeft: liveObjects(),
  };
}

/** Counts textures of the kinds that tfjs never makes, and framebuffers. */
function countObjects(gl: WebGL2RenderingContext): () => number {
  const live = new Set<object>();
  const bind = gl.bindTexture.bind(gl);
  const [create, drop] = [gl.createFramebuffer.bind(gl), gl.deleteFramebuffer.bind(gl)];
  const dropTexture = gl.deleteTexture.bind(gl);
  gl.bindTexture = (target, texture) => {
    if (texture && target === gl.TEXTURE_2D_ARRAY) live.add(texture);
    bind(target, texture);
  };
  gl.deleteTexture = (texture) => {
    if (texture) live.delete(texture);
    dropTexture(texture);
  };
  gl.createFramebuffer = () => {
    const frame = create();
    live.add(frame);
    return frame;
  };
  gl.deleteFramebuffer = (frame) => {
    if (frame) live.delete(frame);
    drop(frame);
  };
  return () => live.size;
}

/** Shaders that do not compile: the path's id has the reason, and training continues. */
async function withoutCompiler(gl: WebGL2RenderingContext, planes: Planes, images: ImageSet): Promise<Comparison> {
  const config = SMALL_SOFTMAX;
  const source = gl.shaderSource.bind(gl);
  gl.shaderSource = (shader, code) => source(shader, code.includes('sampler2DArray') ? `${code} nonsense` : code);
  try {
    const outcome = await outcomeOf(config, fusedFor(config, planes), images);
    return compare('shaders that do not compile', outcome, referenceFor(config));
  } finally {
    gl.shaderSource = source;
  }
}

/** From one path to the other; needs programs that have not been linked yet. */
async function changes(gl: WebGL2RenderingContext, planes: Planes, images: ImageSet): Promise<Comparison[]> {
  const comparisons: Comparison[] = [];
  for (const [name, config] of Object.entries({ momentum: MLP, Adam: ADAM_MLP })) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other on one device
    const changed = await outcomeOf(config, slowlyLinked(gl, fusedFor(config, planes)), images, true);
    comparisons.push(compare(`from written-out to fused with ${name}`, changed, referenceFor(config, true)));
  }
  return comparisons;
}

/** What `KHR_parallel_shader_compile` has programs asked for. */
const COMPLETION_STATUS_KHR = 0x91b1;

/** Paths whose programs are not linked before their first run is over. */
function slowlyLinked(gl: WebGL2RenderingContext, create: (network: Network) => WebGlPath) {
  return (network: Network): WebGlPath => {
    const getProgramParameter = gl.getProgramParameter.bind(gl);
    // Its overloads know the name of each extension.
    const getExtension = gl.getExtension.bind(gl) as (name: string) => unknown;
    let over = false;
    Object.assign(gl, {
      getExtension: (name: string): unknown =>
        name === 'KHR_parallel_shader_compile' ? { COMPLETION_STATUS_KHR } : getExtension(name),
      getProgramParameter: (program: WebGLProgram, name: GLenum): unknown =>
        name === COMPLETION_STATUS_KHR ? over : getProgramParameter(program, name),
    });
    const path = create(network);
    const run = path.run.bind(path);
    path.run = async (...args) => {
      const metrics = await run(...args);
      over = true;
      return metrics;
    };
    return path;
  };
}

/** A device that is too small. */
async function withoutRoom(gl: WebGL2RenderingContext, planes: Planes, images: ImageSet): Promise<Comparison> {
  const getParameter = gl.getParameter.bind(gl);
  gl.getParameter = (name: GLenum): unknown => (name === gl.MAX_TEXTURE_SIZE ? 256 : getParameter(name));
  try {
    return compare(
      'textures that are too small',
      await outcomeOf(MLP, fusedFor(MLP, planes), images),
      referenceFor(MLP),
    );
  } finally {
    gl.getParameter = getParameter;
  }
}

/** A path that is disposed while it is still being prepared. */
async function disposedEarly(planes: Planes): Promise<void> {
  const { network, path } = open(planes);
  path.dispose();
  network.dispose();
  await path.ready;
}

function open(planes: Planes, config: RunConfig = MLP) {
  const spec = describeModel(config);
  const network = new Network(spec, initialValues(spec, 'pytorch', 1));
  return { network, path: fusedFor(config, planes)(network) };
}

/** The path's own score of images beside the network's, each after a step whose result is unread. */
async function judge(planes: Planes, images: ImageSet): Promise<FusedGlReport['judged']> {
  const { network, path } = open(planes);
  await path.ready;
  let [loss, correct] = [0, 0];
  for (const count of [1, 61, 128]) {
    const rows = Uint32Array.from({ length: count }, (_, i) => i);
    // oxlint-disable no-await-in-loop
    await path.run(images, [goldenRows(0).slice(0, 10)]);
    const own = await path.scorer.score(images, rows);
    const others = await networkScorer(network).score(images, rows);
    // oxlint-enable no-await-in-loop
    loss = Math.max(loss, Math.abs(own.loss - others.loss) / count);
    correct = Math.max(correct, Math.abs(own.correct - others.correct));
  }
  path.dispose();
  network.dispose();
  return { loss, correct };
}

/** Two steps, and the same two again from a snapshot, with weights made useless in between. */
async function repeat(planes: Planes, images: ImageSet): Promise<number> {
  let differing = 0;
  for (const optimizer of ['sgd', 'adam'] as const) {
    const { network, path } = open(planes, { ...MLP, optimizer });
    const batches = [goldenRows(0).slice(0, 10), goldenRows(1).slice(0, 7)];
    // oxlint-disable no-await-in-loop
    await path.ready;
    await path.run(images, batches);
    const [weights, state] = await Promise.all([network.values(), path.optimizerState()]);
    const first = await path.run(images, batches);
    path.setLearningRate(Number.MAX_VALUE);
    await path.run(images, batches);
    path.setLearningRate(MLP.lr);
    network.load(weights.map((values) => values.slice()));
    path.weightsChanged();
    path.restoreOptimizer(state);
    const again = await path.run(images, batches);
    // oxlint-enable no-await-in-loop
    differing += first.losses.filter((value, i) => value !== again.losses[i]).length;
    // A prediction, so that tfjs draws between two of the path's own.
    const logits = tidy(() => network.logits(tensor2d(gatherImages(images, goldenRows(0)), [64, PIXELS])));
    logits.dispose();
    path.dispose();
    network.dispose();
  }
  return differing;
}
