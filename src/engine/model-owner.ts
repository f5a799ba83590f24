/**
 * Owns the model in use and the run on it, and replaces them. The new model and run are complete before the former ones
 * go: if making them fails, for instance for lack of memory, the former ones stay.
 */
import type { RunConfig } from '../core/config.ts';
import type { RunState } from '../core/types.ts';
import type { ActiveBackend } from './active-backend.ts';
import type { Dataset } from './data/dataset.ts';
import type { ActiveDataset } from './active-dataset.ts';
import { type EngineEvent, type PredictionEvent, notStarted } from './engine.ts';
import { type GivenWeights, type ActiveModel, disposeModel, allocateModel, reportOf } from './active-model.ts';
import type { Network } from './model/network.ts';
import type { OneStep } from './one-step.ts';
import { checkSnapshot } from './snapshot-check.ts';
import { type RunSnapshot, SNAPSHOT_VERSION, type Snapshot } from './snapshot.ts';
import { TrainingRun } from './training/training-run.ts';
import type { PredictionWatch } from './prediction-watch.ts';

export interface ModelOwnerParts {
  readonly backend: Pick<ActiveBackend, 'report'>;
  readonly data: Pick<ActiveDataset, 'current'>;
  readonly watch: PredictionWatch;
  readonly oneStep: OneStep;
  emit(event: EngineEvent): void;
  onFatal(error: unknown): void;
}

export class ModelOwner {
  readonly #parts: ModelOwnerParts;
  #model: ActiveModel | null = null;
  #run: TrainingRun | null = null;
  /** Of the latest run. A model without a run has its own id, which tells its events from those of the run before. */
  #id = 0;
  #failed = false;

  constructor(parts: ModelOwnerParts) {
    this.#parts = parts;
  }

  get model(): ActiveModel {
    return this.#model ?? notStarted();
  }

  get network(): Network {
    return this.model.network;
  }

  get run(): TrainingRun | null {
    return this.#run;
  }

  /** The run that `train`, `step` and `resume` continue. */
  get unfinishedRun(): TrainingRun | null {
    const run = this.#run;
    return run?.state === 'running' || run?.state === 'paused' ? run : null;
  }

  /** Makes `model` the one in use, and disposes the former. */
  adopt(model: ActiveModel): void {
    const { oneStep, backend } = this.#parts;
    oneStep.drop();
    const former = this.#model;
    this.#model = model;
    if (former) disposeModel(former);
    model.path.onChange = () => {
      if (model === this.#model) backend.report(model.path.id);
    };
    this.#report();
    backend.report(model.path.id);
  }

  /** A new run from new random weights. */
  async begin(config = this.model.config): Promise<TrainingRun> {
    this.#images();
    const model = await allocateModel(config);
    const run = orDispose(model, () => this.#createRun(model));
    await this.#replaceModel(model, run);
    await this.update(run);
    return run;
  }

  /** A model without a run, with the given weights or new random ones. */
  async replace(config: RunConfig, given?: GivenWeights): Promise<void> {
    await this.#replaceModel(await allocateModel(config, given), null);
    this.announce('idle');
    await this.update();
  }

  async snapshot(): Promise<Snapshot> {
    const { model } = this;
    if (this.#run) return this.#run.snapshot();
    return { version: SNAPSHOT_VERSION, ...described(model), weights: await model.network.values(), run: null };
  }

  /** As `Engine.restore`. */
  async restore(raw: Snapshot): Promise<void> {
    const { config, weights, run: from, ...story } = checkSnapshot(raw);
    if (from) this.#images();
    const model = await allocateModel(config, { values: weights, ...story });
    const run = orDispose(model, () => {
      if (!from) return null;
      model.path.restoreOptimizer(from.optimizer);
      return this.#createRun(model, from);
    });
    await this.#replaceModel(model, run);
    if (run) run.announce();
    else this.announce('idle');
    await this.update(run);
  }

  /** Before training starts or continues. */
  prepare(): void {
    this.#setOrigin('training');
    this.#parts.oneStep.drop();
  }

  /** After training has stopped. */
  async settle(run: TrainingRun): Promise<void> {
    if (run !== this.#run) return;
    if (run.state === 'finished') this.#setOrigin('trained');
    if (run.state !== 'error') await this.update(run);
  }

  /**
   * Answers for the watched image with the current weights; `run`: if they are those of its latest step. Never
   * rejects: the command that changed the weights has succeeded, and a failure here is fatal.
   */
  async update(run: TrainingRun | null = null): Promise<void> {
    try {
      await this.#parts.watch.update(this.network, run ? momentOf(run) : undefined);
    } catch (error) {
      this.#parts.onFatal(error);
    }
  }

  setLearningRate(lr: number): void {
    const { model } = this;
    model.config = { ...model.config, lr };
    if (this.#run) this.#run.setLearningRate(lr);
    else model.path.setLearningRate(lr);
    this.#report();
  }

  /** The state of a model without a run. */
  announce(state: RunState): void {
    this.#parts.emit({ type: 'state', runId: this.#id, state, epoch: 0, step: 0 });
  }

  /** After a fatal failure. The run stops, and emits nothing more. */
  fail(): void {
    const run = this.#run;
    const { epoch = 0, step = 0 } = run ?? {};
    this.#run = null;
    this.#failed = true;
    this.#parts.emit({ type: 'state', runId: this.#id, state: 'error', epoch, step });
    run?.drop().catch(() => undefined);
  }

  async dispose(): Promise<void> {
    await this.#dropRun();
    this.#parts.oneStep.drop();
    if (this.#model) disposeModel(this.#model);
    this.#model = null;
  }

  /** Everything that may fail comes before this. */
  async #replaceModel(model: ActiveModel, run: TrainingRun | null): Promise<void> {
    await this.#dropRun();
    this.adopt(model);
    this.#id++;
    this.#run = run;
    // The data set may have been replaced while the former run stopped.
    run?.replaceDataset(this.#images());
  }

  async #dropRun(): Promise<void> {
    const run = this.#run;
    this.#run = null;
    await run?.drop();
  }

  /** To be passed to `#replaceModel`, which makes it the run in use. */
  #createRun(model: ActiveModel, from?: RunSnapshot): TrainingRun {
    const { network, path, config } = model;
    const { watch } = this.#parts;
    const run: TrainingRun = new TrainingRun({
      id: this.#id + 1,
      config,
      network,
      path,
      dataset: this.#images(),
      from,
      describe: () => ({ ...described(model), origin: run.state === 'finished' ? 'trained' : model.origin }),
      emit: (event) => {
        if (this.#failed) return;
        if (event.type === 'epoch') {
          const { epoch, testAccuracy } = event.result;
          Object.assign(model, { epochs: epoch, testAccuracy });
        }
        this.#parts.emit(event);
      },
      onWeights: (step) => watch.updateIfDue(network, { runId: run.id, step }),
      onBack: ({ epochs, testAccuracy }) => Object.assign(model, { epochs, testAccuracy }),
      onFatal: (error) => this.#parts.onFatal(error),
    });
    return run;
  }

  /** Throws ('state') before the first data set; to be called before anything is replaced. */
  #images(): Dataset {
    return this.#parts.data.current;
  }

  #setOrigin(origin: ActiveModel['origin']): void {
    if (this.model.origin === origin) return;
    this.model.origin = origin;
    this.#report();
  }

  #report(): void {
    this.#parts.emit({ type: 'model', report: reportOf(this.model) });
  }
}

/** Returns what `make` returns; disposes the model if it throws. */
function orDispose<T>(model: ActiveModel, make: () => T): T {
  try {
    return make();
  } catch (error) {
    disposeModel(model);
    throw error;
  }
}

function described({ config, origin, epochs, testAccuracy }: ActiveModel) {
  return { config, origin, epochs, testAccuracy };
}

function momentOf({ id: runId, step }: TrainingRun): PredictionEvent['moment'] {
  return { runId, step };
}
