/**
 * What the controls say follows what the engine has: a run that another config has begun, or that is taken up again,
 * replaces all of it. A learning rate that is moved in a run under way replaces nothing, since what the reader has set
 * beside it waits for the next run. Of the rate there are therefore two: the next run's, which is one of the settings,
 * and the one in use. What is asked of the engine the controls say at once, so that whatever is asked next, by a script
 * that waits for nothing, builds on it.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RunConfig } from '../core/config.ts';
import { sameConfig } from '../core/differing-fields.ts';
import type { Engine } from '../engine/engine.ts';

interface Asked {
  readonly config: RunConfig;
  /** What the controls said before. */
  former: RunConfig;
}

export class EngineFollower {
  /** The learning rate in use: what has been asked for last, since a slider that is moved is ahead of the engine. */
  readonly rate: StoreApi<number>;
  readonly #settings: StoreApi<RunConfig>;
  /** Learning rates that the engine has been asked for and has not answered yet, oldest first. */
  readonly #rates: number[] = [];
  /** Likewise configs of models that it is to make. */
  #configs: Asked[] = [];
  /** The engine's latest rate. */
  #reported: number;

  /** `settings`: what the controls say. */
  constructor(settings: StoreApi<RunConfig>) {
    this.#settings = settings;
    this.#reported = settings.getState().lr;
    this.rate = createStore(() => this.#reported);
  }

  /**
   * The engine has just reported the config `now`, and `before` the time before. Its first report is of what it was
   * started with, and the reader may have changed the controls while it was starting.
   */
  follow(now: RunConfig, before: RunConfig | undefined): void {
    this.#reported = now.lr;
    this.#showRate();
    if (!before) {
      this.#configs = [];
      return;
    }
    const asked = this.#configs.findIndex(({ config }) => sameConfig(config, now));
    const isAhead = this.#configs.length > 0;
    this.#configs.splice(0, asked + 1);
    if (isAhead || sameConfig(now, before)) return;
    // The settings have it already, or what has been set since.
    const moved = this.#rates.length > 0 && sameConfig({ ...now, lr: before.lr }, before);
    if (!moved) this.#settings.setState(now, true);
  }

  /**
   * What the controls say, where that is something else than the engine has, or will have when it has done what it was
   * asked for. `used`: what it has. Otherwise its own config is to be used, whatever that is by then: it may come from
   * a file.
   */
  desiredConfig(used: RunConfig | undefined): RunConfig | undefined {
    const settings = this.#settings.getState();
    return sameConfig(settings, this.#configs.at(-1)?.config ?? used) ? undefined : settings;
  }

  /** `ask` has the engine make a model with `config`. Where that is refused the controls are back at what they said. */
  async setConfig<T>(config: RunConfig, ask: () => Promise<T>): Promise<T> {
    const asked: Asked = { config, former: this.#settings.getState() };
    this.#configs.push(asked);
    this.#settings.setState(config, true);
    try {
      return await ask();
    } catch (error) {
      this.#takeBack(asked);
      throw error;
    } finally {
      this.#configs = this.#configs.filter((one) => one !== asked);
    }
  }

  /** The controls say it at once; the next run is to have it too, until that is given another. */
  async setLearningRate(lr: number, engine: Promise<Engine>): Promise<void> {
    this.#settings.setState({ lr });
    this.#rates.push(lr);
    this.#showRate();
    try {
      await (await engine).setLearningRate(lr);
    } finally {
      this.#rates.shift();
      this.#showRate();
    }
  }

  #showRate(): void {
    this.rate.setState(this.#rates.at(-1) ?? this.#reported);
  }

  #takeBack(asked: Asked): void {
    // The engine has had it, or has been replaced.
    if (!this.#configs.includes(asked)) return;
    const { config, former } = asked;
    for (const later of this.#configs) if (later.former === config) later.former = former;
    // Otherwise the reader has changed them since.
    if (this.#settings.getState() === config) this.#settings.setState(former, true);
  }
}
