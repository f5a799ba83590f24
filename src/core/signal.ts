/** A promise with its resolve function. */
export class Signal {
  settle!: () => void;
  readonly settled = new Promise<void>((resolve) => {
    this.settle = resolve;
  });
}
