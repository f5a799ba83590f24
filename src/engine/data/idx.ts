/**
 * Reads one IDX file as its bytes arrive and writes the content straight into the target. A fault is reported at the
 * first byte that shows it. Format: Y. LeCun, "The MNIST database".
 */
import { PIXELS, SIDE } from '../../core/types.ts';
import { DataError } from './data-error.ts';
import type { IdxFile, IdxKind } from './mnist-files.ts';

/** Two zero bytes, 8 for unsigned bytes, the number of dimensions. */
const MAGIC: Record<IdxKind, number> = { images: 0x0000_0803, labels: 0x0000_0801 };
/** The magic number and one 32-bit big-endian size a dimension. */
const HEADER_BYTES: Record<IdxKind, number> = { images: 16, labels: 8 };
const ITEM_BYTES: Record<IdxKind, number> = { images: PIXELS, labels: 1 };
const MAX_LABEL = 9;

export class IdxReader {
  readonly #file: Pick<IdxFile, 'name' | 'kind' | 'count'>;
  readonly #target: Uint8Array;
  readonly #header: Uint8Array;
  #headerFilled = 0;
  #filled = 0;

  /** `target` takes the content without its header: count × 784 bytes of images, or count labels. */
  constructor(file: Pick<IdxFile, 'name' | 'kind' | 'count'>, target: Uint8Array) {
    const size = file.count * ITEM_BYTES[file.kind];
    if (target.length !== size) throw new RangeError(`target has ${target.length} bytes, ${file.name} needs ${size}`);
    this.#file = file;
    this.#target = target;
    this.#header = new Uint8Array(HEADER_BYTES[file.kind]);
  }

  /** Whole images, or labels, that have arrived and passed the checks. */
  get items(): number {
    return Math.floor(this.#filled / ITEM_BYTES[this.#file.kind]);
  }

  /** Throws a `DataError`: html, magic, shape, labels or too-long. */
  push(chunk: Uint8Array): void {
    const body = this.#takeHeader(chunk);
    if (body.length === 0) return;
    const room = this.#target.length - this.#filled;
    if (body.length > room) {
      throw this.#error('too-long', `at least ${body.length - room} bytes more than ${this.#expectedBytes}`);
    }
    if (this.#file.kind === 'labels') this.#checkLabels(body);
    this.#target.set(body, this.#filled);
    this.#filled += body.length;
  }

  /** To be called after the last byte. Throws a `DataError`: empty, html, magic or truncated. */
  finish(): void {
    if (this.#headerFilled === 0) throw this.#error('empty', '0 bytes');
    if (this.#headerFilled < this.#header.length) this.#checkStart();
    const received = this.#headerFilled + this.#filled;
    if (received < this.#expectedBytes) {
      throw this.#error('truncated', `${received} of ${this.#expectedBytes} bytes`);
    }
  }

  get #expectedBytes(): number {
    return this.#header.length + this.#target.length;
  }

  /** Returns what follows the header. */
  #takeHeader(chunk: Uint8Array): Uint8Array {
    const missing = this.#header.length - this.#headerFilled;
    if (missing === 0) return chunk;
    const part = chunk.subarray(0, missing);
    this.#header.set(part, this.#headerFilled);
    this.#headerFilled += part.length;
    if (this.#headerFilled === this.#header.length) {
      this.#checkStart();
      this.#checkShape();
    }
    return chunk.subarray(part.length);
  }

  /** Works on an incomplete header too, so that a very short file is identified. */
  #checkStart(): void {
    const start = this.#header.subarray(0, this.#headerFilled);
    const text = String.fromCharCode(...start).replace(/^(?:\u00ef\u00bb\u00bf)?\s*/, '');
    if (text.startsWith('<')) throw this.#error('html', `begins with ${JSON.stringify(text.slice(0, 9))}`);
    if (start.length < 4) return;
    const magic = new DataView(start.buffer).getUint32(0);
    const expected = MAGIC[this.#file.kind];
    if (magic !== expected) throw this.#error('magic', `${hex(magic)} instead of ${hex(expected)}`);
  }

  #checkShape(): void {
    const view = new DataView(this.#header.buffer);
    const found = [];
    for (let at = 4; at < this.#header.length; at += 4) found.push(view.getUint32(at));
    const expected = this.#file.kind === 'images' ? [this.#file.count, SIDE, SIDE] : [this.#file.count];
    if (found.join() !== expected.join()) {
      throw this.#error('shape', `${found.join('×')} instead of ${expected.join('×')}`);
    }
  }

  #checkLabels(body: Uint8Array): void {
    const at = body.findIndex((label) => label > MAX_LABEL);
    if (at >= 0) throw this.#error('labels', `label ${body[at]} at position ${this.#filled + at}`);
  }

  #error(problem: DataError['problem'], detail: string): DataError {
    return new DataError(problem, this.#file.name, detail);
  }
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`;
}
