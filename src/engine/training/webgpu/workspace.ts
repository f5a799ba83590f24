/**
 * A step's private buffers: activations, their gradients, the tables of numbers that differ between steps, and the
 * metrics. Made for batches of up to `batch` rows.
 */
import type { DenseSpec } from '../../model/spec.ts';
import { created } from './device-errors.ts';
import { OFFSET_ALIGNMENT, packRows, packSteps, rowsSize, rowsStride } from './step-table.ts';
import type { Optimizer } from '../optimizer.ts';
import { MAX_CHUNK_STEPS } from '../answer-time.ts';

/** Summed loss and right answers. */
const METRICS_BYTES = 8;
const FLOAT = 4;

export class Workspace {
  readonly batch: number;
  /** Uniform `Layer` of each layer. */
  readonly layers: readonly GPUBuffer[];
  /** Output of each layer, [batch, outputs]; the last are the logits. */
  readonly outputs: readonly GPUBuffer[];
  /** ∂loss/∂z of each layer, [batch, outputs]. */
  readonly slopes: readonly GPUBuffer[];
  readonly steps: GPUBuffer;
  readonly rows: GPUBuffer;
  readonly metrics: GPUBuffer;
  readonly #device: GPUDevice;
  readonly #all: GPUBuffer[] = [];
  #staging: GPUBuffer[] = [];
  #disposed = false;

  private constructor(device: GPUDevice, specs: readonly DenseSpec[], batch: number) {
    this.#device = device;
    this.batch = batch;
    const { STORAGE, UNIFORM, COPY_DST, COPY_SRC } = GPUBufferUsage;
    this.layers = specs.map(({ inputs, outputs, relu }) => {
      const buffer = this.#buffer('layer', 4 * FLOAT, UNIFORM | COPY_DST);
      device.queue.writeBuffer(buffer, 0, Uint32Array.of(inputs, outputs, relu ? 1 : 0, 0));
      return buffer;
    });
    const perLayer = (label: string) =>
      specs.map(({ outputs }) => this.#buffer(label, batch * outputs * FLOAT, STORAGE));
    this.outputs = perLayer('outputs');
    this.slopes = perLayer('slopes');
    this.steps = this.#buffer('steps', MAX_CHUNK_STEPS * OFFSET_ALIGNMENT, UNIFORM | COPY_DST);
    this.rows = this.#buffer('rows', rowsSize(MAX_CHUNK_STEPS, batch), UNIFORM | COPY_DST);
    this.metrics = this.#buffer('metrics', MAX_CHUNK_STEPS * METRICS_BYTES, STORAGE | COPY_SRC);
  }

  /** Rejects where the device has no room for it. */
  static async create(device: GPUDevice, specs: readonly DenseSpec[], batch: number): Promise<Workspace> {
    const create = () => new Workspace(device, specs, batch);
    return created(device, 'The workspace', create, (made) => made.dispose());
  }

  get rowsStride(): number {
    return rowsStride(this.batch);
  }

  /** Writes the tables of these batches, at most `MAX_CHUNK_STEPS`, for the next submit. */
  write(
    batches: readonly Uint32Array[],
    optimizer: Pick<Optimizer, 'rule' | 'learningRate' | 'momentum' | 'steps'>,
    white: number,
  ): void {
    const { queue } = this.#device;
    queue.writeBuffer(this.steps, 0, packSteps(batches, optimizer, white));
    queue.writeBuffer(this.rows, 0, packRows(batches, this.batch));
  }

  /** Records a copy of `steps` steps' metrics. Call the result after the submit for [loss, right answers] of each. */
  copyMetrics(encoder: GPUCommandEncoder, steps: number): () => Promise<Float32Array> {
    const bytes = steps * METRICS_BYTES;
    const staging =
      this.#staging.pop() ??
      this.#device.createBuffer({
        label: 'staging',
        size: MAX_CHUNK_STEPS * METRICS_BYTES,
        usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
      });
    encoder.copyBufferToBuffer(this.metrics, 0, staging, 0, bytes);
    return async () => {
      try {
        await staging.mapAsync(GPUMapMode.READ, 0, bytes);
        const values = new Float32Array(staging.getMappedRange(0, bytes).slice(0));
        staging.unmap();
        if (!this.#disposed) this.#staging.push(staging);
        else staging.destroy();
        return values;
      } catch (error) {
        staging.destroy();
        throw error;
      }
    };
  }

  dispose(): void {
    this.#disposed = true;
    for (const buffer of [...this.#all, ...this.#staging]) buffer.destroy();
    this.#staging = [];
  }

  #buffer(label: string, size: number, usage: GPUBufferUsageFlags): GPUBuffer {
    const buffer = this.#device.createBuffer({ label, size, usage });
    this.#all.push(buffer);
    return buffer;
  }
}
