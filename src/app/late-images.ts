/**
 * Images on their way to the pad: one that is being decoded, one that the engine has yet to come to. They are shown in
 * the order in which they were asked for, and none once the reader has put something else on the pad.
 */
export class LateImages {
  #asked = 0;
  /** Up to this one whatever comes is too late. */
  #settled = 0;

  /** Rejects as `image` does. `show` is called unless it is too late. */
  async bring<Image>(image: Promise<Image>, show: (image: Image) => void): Promise<void> {
    const own = ++this.#asked;
    const arrived = await image;
    if (own <= this.#settled) return;
    show(arrived);
    // That it is there now is no reason against one that was asked for later.
    this.#settled = own;
  }

  /** Something is on the pad now; what is on its way was asked for before. */
  forget(): void {
    this.#settled = this.#asked;
  }
}
