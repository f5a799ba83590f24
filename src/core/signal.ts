/** A promise to settle from outside. */
export class Signal {
  settle!: () => void;
  readonly settled = new Promise<void>((resolve) => {
    this.settle = resolve;
  });
}
