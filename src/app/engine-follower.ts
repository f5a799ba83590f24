/**
 * Keeps the controls in step with the engine. A run with another config, or a restored run, replaces all settings. A
 * learning rate changed during a run replaces none. So there are two rates: the next run's, which is a setting, and the
 * one in use. A requested config is in the controls at once, so that later unawaited calls build on it.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RunConfig } from '../core/config.ts';
import { sameConfig } from '../core/differing-fields.ts';
import type { Engine } from '../engine/engine.ts';

interface Asked {
  readonly config: RunConfig;
  /** The controls' config before the request. */
  former: RunConfig;
}

export class EngineFollower {
  /** The learning rate in use. It is the last one requested, since a moving slider is ahead of the engine. */
  readonly rate: StoreApi<number>;
  readonly #settings: StoreApi<RunConfig>;
  /** Requested learning rates that the engine has not answered yet, oldest first. */
  readonly #rates: number[] = [];
  /** Likewise the configs of requested models. */
  #configs: Asked[] = [];
  /** The engine's latest rate. */
  #reported: number;

  /** `settings`: the controls' config. */
  constructor(settings: StoreApi<RunConfig>) {
    this.#settings = settings;
    this.#reported = settings.getState().lr;
    this.rate = createStore(() => this.#reported);
  }

  /**
   * Takes the engine's report of the config `now`; `before` is the one reported before. The first report changes no
   * settings: it is the config that the engine was started with, and the reader may have changed the controls since.
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
    // The settings already have this rate or a later one.
    const moved = this.#rates.length > 0 && sameConfig({ ...now, lr: before.lr }, before);
    if (!moved) this.#settings.setState(now, true);
  }

  /**
   * The controls' config if it differs from the engine's, pending requests included. Else undefined: the engine then
   * uses its own config, which may have come from a file. `used`: the engine's config.
   */
  desiredConfig(used: RunConfig | undefined): RunConfig | undefined {
    const settings = this.#settings.getState();
    return sameConfig(settings, this.#configs.at(-1)?.config ?? used) ? undefined : settings;
  }

  /** `ask` makes the engine build a model with `config`. If it refuses, the controls get their former values. */
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

  /** Changes the rate in use and the next run's. The controls show it at once. */
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
    // The engine has reported this config or a later one, or has restarted.
    if (!this.#configs.includes(asked)) return;
    const { config, former } = asked;
    for (const later of this.#configs) if (later.former === config) later.former = former;
    // Otherwise the settings have changed since.
    if (this.#settings.getState() === config) this.#settings.setState(former, true);
  }
}
