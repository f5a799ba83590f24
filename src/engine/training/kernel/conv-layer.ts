/**
 * 3×3 convolution ('same', stride 1) + bias + ReLU + 2×2 max pooling on the kernels. Feature maps have a frame of one
 * pixel. The windows of all pixels, including the frame's, are then rows of a matrix with the map's own strides: three
 * pieces, one per line of the window, without a copy. Results for pixels of the frame are never read, and their
 * gradients are zero.
 */
import { type Kernels, type Piece, type Pooling, type View, padded } from '../../kernels/kernels.ts';
import { EngineError } from '../../engine.ts';
import type { ConvSpec } from '../../model/spec.ts';
import type { ParameterSet } from '../optimizer.ts';
import { type Activation, type Arena, mapsOf } from './arena.ts';
import type { KernelLayer } from './kernel-layer.ts';
import type { HeapOptimizer } from './heap-optimizer.ts';

const TAPS = 3;
/** Rows of A in a tile. */
const TILE = 4;

export interface ConvParts {
  readonly input: Activation;
  readonly output: Activation;
  /** False for the first layer, whose input needs no gradients. */
  readonly needInput: boolean;
}

export class ConvLayer implements KernelLayer {
  readonly #spec: ConvSpec;
  readonly #parts: ConvParts;
  /** Before pooling. */
  readonly #features: Activation;
  readonly #pooling: Pooling;
  /**
   * [3 · lineRows + 1, outputs]: for each line of the window the weights (taps, then channels) padded with rows of
   * zeros; then the biases.
   */
  readonly #weights: View;
  readonly #gradients: View;
  readonly #state: readonly number[];
  readonly #lineRows: number;
  readonly #rows: number;
  /** [9 · outputs, inputs]: the weights turned by 180° with swapped channels. */
  readonly #turned: View;
  readonly #identity: View;
  /** 1, 0, 0, 0: the input column of the biases, and the row of ones of their gradient. */
  readonly #one: number;

  constructor(arena: Arena, images: number, spec: ConvSpec, optimizer: HeapOptimizer, parts: ConvParts) {
    const { side, inputs, outputs } = spec;
    this.#spec = spec;
    this.#parts = parts;
    this.#features = arena.framed(images, side, outputs);
    const [from, to] = [mapsOf(this.#features, outputs), mapsOf(parts.output, outputs)];
    this.#pooling = { from, to, side: side / 2 };
    this.#lineRows = Math.ceil((TAPS * inputs) / TILE) * TILE;
    this.#rows = TAPS * this.#lineRows + 1;
    const row = padded(outputs);
    const matrix = (): number => arena.reserve(padded(this.#rows) * row);
    this.#weights = { at: matrix(), row, column: 1 };
    this.#gradients = { at: matrix(), row, column: 1 };
    this.#state = Array.from({ length: optimizer.states }, matrix);
    const turnedRows = TAPS * TAPS * outputs;
    this.#turned = { at: arena.reserve(turnedRows * padded(inputs)), row: padded(inputs), column: 1 };
    this.#identity = { at: arena.reserve(padded(outputs) * row), row, column: 1 };
    for (let i = 0; i < outputs; i++) arena.constant(this.#identity.at + i * (row + 1), 1);
    this.#one = arena.reserve(TILE);
    arena.constant(this.#one, 1);
    arena.expect(this.#pixels, this.#rows);
    arena.expect(this.#pixels, turnedRows);
    arena.expect(TAPS * inputs, this.#pixels);
    arena.expect(this.#rows, outputs);
  }

  /** Pixels of an image, including the frame's at the left and right of each line. */
  get #pixels(): number {
    return this.#spec.side * (this.#spec.side + 2);
  }

  *forward(kernels: Kernels, images: number): Generator<void, void> {
    const { inputs, outputs } = this.#spec;
    const biases: Piece = { at: this.#one, row: 0, column: 1, columns: 1 };
    for (let image = 0; image < images; image++) {
      const windows = this.#windows(this.#parts.input, this.#parts.input.values, inputs, image, this.#lineRows);
      const y = this.#lines(this.#features.values, image);
      yield* kernels.multiply([...windows, biases], this.#weights, y, this.#pixels, outputs, { kind: 'relu' });
      kernels.maxPool(this.#pooling, image);
    }
  }

  *backward(kernels: Kernels, images: number, optimizer: HeapOptimizer): Generator<void, void> {
    const { inputs, outputs } = this.#spec;
    const { input, output, needInput } = this.#parts;
    const { heap } = kernels;
    const add = { kind: 'accumulate' } as const;
    heap.fill(0, this.#gradients.at, this.#gradients.at + this.#rows * this.#gradients.row);
    if (needInput) this.#turn(heap);
    for (let image = 0; image < images; image++) {
      kernels.maxPoolGradient(this.#pooling, image, this.#features.gradients, output.gradients);
      const dy = this.#lines(this.#features.gradients, image);
      const columns = this.#pixels;
      const ones: Piece = { at: this.#one, row: 1, column: 0, columns };
      for (const [line, window] of this.#windows(input, input.values, inputs, image, 0).entries()) {
        const x: Piece = { at: window.at, row: 1, column: inputs, columns };
        yield* kernels.multiply([x], dy, this.#gradientRows(line * this.#lineRows), TAPS * inputs, outputs, add);
      }
      yield* kernels.multiply([ones], dy, this.#gradientRows(this.#rows - 1), 1, outputs, add);
      if (needInput) {
        const windows = this.#windows(this.#features, this.#features.gradients, outputs, image, TAPS * outputs);
        const dx = { at: input.gradients - inputs + image * input.image, row: inputs, column: 1 };
        yield* kernels.multiply(windows, this.#turned, dx, columns, inputs, { kind: 'store' });
      }
    }
    // The update is an epilogue, so it needs a product: here gradients × identity.
    this.#clearFilling(heap);
    const gradients = { ...this.#gradients, columns: outputs };
    yield* kernels.multiply(
      [gradients],
      this.#identity,
      this.#weights,
      this.#rows,
      outputs,
      optimizer.epilogue(this.#state),
    );
  }

  /** The windows of every pixel of an image, one piece per line of the window. */
  #windows(maps: Activation, at: number, channels: number, image: number, columns: number): Piece[] {
    return Array.from({ length: TAPS }, (_, line) => ({
      // The first pixel is the frame's, left of the first line; its window begins one line up and one pixel further left.
      at: at + image * maps.image + (line - 1) * maps.line - 2 * channels,
      row: channels,
      column: 1,
      columns,
    }));
  }

  /** All lines of an image's features, from the frame's pixel left of the first line. */
  #lines(at: number, image: number): View {
    const { outputs } = this.#spec;
    return { at: at + image * this.#features.image - outputs, row: outputs, column: 1 };
  }

  #gradientRows(row: number): View {
    return { ...this.#gradients, at: this.#gradients.at + row * this.#gradients.row };
  }

  /** Zeros the padding rows of the gradients, where a line of taps does not fill its tiles. */
  #clearFilling(heap: Float32Array): void {
    const taken = TAPS * this.#spec.inputs;
    for (let line = 0; line < TAPS; line++) {
      const [from, to] = [line * this.#lineRows + taken, (line + 1) * this.#lineRows];
      heap.fill(0, this.#gradientRows(from).at, this.#gradientRows(to).at);
    }
  }

  #turn(heap: Float32Array): void {
    const { inputs, outputs } = this.#spec;
    for (let tap = 0; tap < TAPS * TAPS; tap++)
      for (let c = 0; c < inputs; c++) {
        const from = this.#weights.at + this.#rowOf(TAPS * TAPS - 1 - tap, c);
        const to = this.#turned.at + tap * outputs * this.#turned.row + c;
        for (let o = 0; o < outputs; o++) heap[to + o * this.#turned.row] = heap[from + o] ?? 0;
      }
  }

  /** The offset in the matrix of the weights from a tap and a channel to all outputs. */
  #rowOf(tap: number, channel: number): number {
    const row = Math.floor(tap / TAPS) * this.#lineRows + (tap % TAPS) * this.#spec.inputs + channel;
    return row * this.#weights.row;
  }

  load(heap: Float32Array, what: ParameterSet, weight: Float32Array, bias: Float32Array): void {
    const { inputs, outputs } = this.#spec;
    const start = this.#start(what);
    for (let tap = 0; tap < TAPS * TAPS; tap++)
      for (let c = 0; c < inputs; c++) {
        const from = (tap * inputs + c) * outputs;
        heap.set(weight.subarray(from, from + outputs), start + this.#rowOf(tap, c));
      }
    heap.set(bias, start + (this.#rows - 1) * this.#weights.row);
  }

  store(heap: Float32Array, what: ParameterSet): { weight: Float32Array; bias: Float32Array } {
    const { inputs, outputs } = this.#spec;
    const start = this.#start(what);
    const weight = new Float32Array(TAPS * TAPS * inputs * outputs);
    for (let tap = 0; tap < TAPS * TAPS; tap++)
      for (let c = 0; c < inputs; c++) {
        const from = start + this.#rowOf(tap, c);
        weight.set(heap.subarray(from, from + outputs), (tap * inputs + c) * outputs);
      }
    const biases = start + (this.#rows - 1) * this.#weights.row;
    return { weight, bias: heap.slice(biases, biases + outputs) };
  }

  #start(what: ParameterSet): number {
    const at = what === 'weights' ? this.#weights.at : this.#state[what];
    if (at === undefined) throw new EngineError('internal', `${this.#spec.name} keeps no state ${what}`);
    return at;
  }
}
