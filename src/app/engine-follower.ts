/**
 * The settings in the controls follow the engine's config: a run with another config, or a restored run, replaces all
 * of them. A learning rate changed during a run replaces none of the others, since those wait for the next run. So two
 * rates exist: the next run's, which is one of the settings, and the one in use. The controls show a requested config
 * at once, so that the next unawaited call of a script builds on it.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RunConfig } from '../core/config.ts';
import { sameConfig } from '../core/differing-fields.ts';
import type { Engine } from '../engine/engine.ts';

interface Asked {
  readonly config: RunConfig;
  /** The settings before the request. */
  former: RunConfig;
}

export class EngineFollower {
  /** The learning rate in use: the latest requested one, since a moving slider is ahead of the engine. */
  readonly rate: StoreApi<number>;
  readonly #settings: StoreApi<RunConfig>;
  /** Requested learning rates that the engine has not answered yet, oldest first. */
  readonly #rates: number[] = [];
  /** Requested configs of models, likewise. */
  #configs: Asked[] = [];
  /** The engine's latest rate. */
  #reported: number;

  /** `settings`: those of the controls. */
  constructor(settings: StoreApi<RunConfig>) {
    this.#settings = settings;
    this.#reported = settings.getState().lr;
    this.rate = createStore(() => this.#reported);
  }

  /**
   * The engine has reported the config `now`, and `before` in its previous report. Its first report is the config at
   * its start, and the reader may have changed the controls since.
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
    // The settings already have this rate, or a later one.
    const moved = this.#rates.length > 0 && sameConfig({ ...now, lr: before.lr }, before);
    if (!moved) this.#settings.setState(now, true);
  }

  /**
   * The settings, if they differ from the config that the engine has or is requested to use; `used` is the one it has.
   * Undefined means the engine's own config at that time, which may come from a file.
   */
  desiredConfig(used: RunConfig | undefined): RunConfig | undefined {
    const settings = this.#settings.getState();
    return sameConfig(settings, this.#configs.at(-1)?.config ?? used) ? undefined : settings;
  }

  /**
   * `ask` has the engine create a model with `config`. If the engine refuses, the controls return to their former
   * settings.
   */
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

  /** The controls show it at once. The next run uses it too, unless it is changed before. */
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
    // The engine has used it, or has been replaced.
    if (!this.#configs.includes(asked)) return;
    const { config, former } = asked;
    for (const later of this.#configs) if (later.former === config) later.former = former;
    // Otherwise the reader has changed them since.
    if (this.#settings.getState() === config) this.#settings.setState(former, true);
  }
}
