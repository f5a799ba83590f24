/**
 * Seeded random numbers. Each purpose has its own generator, forked from the run's seed by name: drawing initial
 * weights, for example, does not change the order of the batches.
 */

/** 32-bit integer hash with good avalanche (Wellons, "hash prospector", lowbias32). */
export function hash32(x: number): number {
  let h = x >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
}

export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter: number;
  readonly #seed: number;

  /** `seed`: an unsigned 32-bit integer. Algorithm: sfc32 (C. Doty-Humphrey, PractRand). */
  constructor(seed: number) {
    this.#seed = seed >>> 0;
    this.#a = hash32(this.#seed);
    this.#b = hash32(this.#a ^ 0x9e3779b9);
    this.#c = hash32(this.#b ^ 0x85ebca6b);
    this.#counter = 1;
    // The first outputs still depend visibly on the seed.
    for (let i = 0; i < 12; i++) this.uint32();
  }

  /** An independent generator, determined by seed and name alone. */
  fork(name: string): Random {
    let h = this.#seed;
    for (let i = 0; i < name.length; i++) h = hash32(h ^ name.charCodeAt(i) ^ Math.imul(i + 1, 0x9e3779b1));
    return new Random(h);
  }

  uint32(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    this.#c |= 0;
    return sum >>> 0;
  }

  /** Uniform in [0, 1), 32 bits. */
  next(): number {
    return this.uint32() / 0x1_0000_0000;
  }

  /** Uniform in [low, high). */
  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** Uniform integer in [0, bound); bound at most 2^32. */
  below(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  /** Normal with mean 0 and variance 1 (Box and Muller, 1958). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    return radius * Math.cos(2 * Math.PI * this.next());
  }

  /** In place, every order equally likely (Fisher and Yates, as given by Durstenfeld, 1964). */
  shuffle(values: Uint32Array): void {
    for (let i = values.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const a = values[i] ?? 0;
      values[i] = values[j] ?? 0;
      values[j] = a;
    }
  }
}
