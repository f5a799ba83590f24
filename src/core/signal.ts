/** A promise with its resolve function. */
export class Signal {
  isSettled = false;
  settle!: () => void;
  readonly settled = new Promise<void>((resolve) => {
    this.settle = () => {
      this.isSettled = true;
      resolve();
    };
  });
}
