/** Progress of a download: a bar that redraws itself on a terminal, a few plain lines elsewhere. */

const BAR_CELLS = 24;
const PLAIN_STEP = 0.25;

export interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** In bytes, shown in MB of 10^6; `total` is null if unknown. */
export function progressText(label: string, received: number, total: number | null): string {
  if (total === null || total <= 0) return `${label}  ${megabytes(received)} MB`;
  const part = Math.min(1, received / total);
  const cells = Math.floor(part * BAR_CELLS);
  const bar = '█'.repeat(cells) + '░'.repeat(BAR_CELLS - cells);
  return `${label}  ${bar}  ${String(Math.floor(part * 100)).padStart(3)} %  ${megabytes(received)} of ${megabytes(total)} MB`;
}

export class Progress {
  readonly #output: Output;
  readonly #label: string;
  #total: number | null = null;
  #received = 0;
  #shownPercent = -1;
  #nextPlain = PLAIN_STEP;

  constructor(label: string, output: Output) {
    this.#label = label;
    this.#output = output;
  }

  expect(total: number | null): void {
    this.#total = total;
  }

  add(bytes: number): void {
    this.#received += bytes;
    const part = this.#total ? this.#received / this.#total : 0;
    if (this.#output.isTTY === true) {
      const percent = Math.floor(part * 100);
      if (this.#total !== null && percent === this.#shownPercent) return;
      this.#shownPercent = percent;
      this.#output.write(`\r${this.#text()}`);
    } else if (part >= this.#nextPlain) {
      this.#nextPlain = (Math.floor(part / PLAIN_STEP) + 1) * PLAIN_STEP;
      this.#output.write(`${this.#text()}\n`);
    }
  }

  /** Leaves the cursor at the start of a line. */
  end(): void {
    if (this.#output.isTTY === true && this.#received > 0) this.#output.write('\n');
  }

  #text(): string {
    return progressText(this.#label, this.#received, this.#total);
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes < 1e6 ? 2 : 1);
}
