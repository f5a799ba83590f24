/**
 * The model in use and the run on it. Whoever replaces one of them does it here, the new one made before the former
 * goes: where that fails, for want of memory for instance, everything stands as it did.
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
  /** Of the runs so far; a model without a run has a number as well, so that events of the run before it are known. */
  #id = 0;

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

  /** The run that `train` and `step` go on with. */
  get underWay(): TrainingRun | null {
    const run = this.#run;
    return run?.state === 'running' || run?.state === 'paused' ? run : null;
  }

  /** The first model. */
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

  /** A new run from fresh weights. */
  async begin(config = this.model.config): Promise<TrainingRun> {
    this.#images();
    const model = await allocateModel(config);
    await this.#replaceModel(model);
    const run = this.#createRun(model);
    await this.update(run);
    return run;
  }

  /** A model without a run, with the given weights or fresh ones. */
  async replace(config: RunConfig, given?: GivenWeights): Promise<void> {
    await this.#replaceModel(await allocateModel(config, given));
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
    const { config, weights, run, ...story } = checkSnapshot(raw);
    if (run) this.#images();
    const model = await allocateModel(config, { values: weights, ...story });
    try {
      if (run) model.path.restoreOptimizer(run.optimizer);
    } catch (error) {
      disposeModel(model);
      throw error;
    }
    await this.#replaceModel(model);
    if (run) this.#createRun(model, run).announce();
    else this.announce('idle');
    await this.update(this.#run);
  }

  /** Before training goes on. */
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

  /** The watched image's answer, with the weights that there are now; `run`: where they are those of its latest step. */
  async update(run: TrainingRun | null = null): Promise<void> {
    await this.#parts.watch.update(this.network, run ? momentOf(run) : undefined);
  }

  setLearningRate(lr: number): void {
    const { model } = this;
    model.config = { ...model.config, lr };
    if (this.#run) this.#run.setLearningRate(lr);
    else model.path.setLearningRate(lr);
    this.#report();
  }

  /** Of a model without a run. */
  announce(state: RunState): void {
    this.#parts.emit({ type: 'state', runId: this.#id, state, epoch: 0, step: 0 });
  }

  /** After a failure of the device. */
  fail(): void {
    const { epoch = 0, step = 0 } = this.#run ?? {};
    this.#run = null;
    this.#parts.emit({ type: 'state', runId: this.#id, state: 'error', epoch, step });
  }

  async dispose(): Promise<void> {
    await this.#dropRun();
    this.#parts.oneStep.drop();
    if (this.#model) disposeModel(this.#model);
    this.#model = null;
  }

  async #replaceModel(model: ActiveModel): Promise<void> {
    await this.#dropRun();
    this.adopt(model);
    this.#id++;
  }

  async #dropRun(): Promise<void> {
    const run = this.#run;
    this.#run = null;
    await run?.drop();
  }

  #createRun(model: ActiveModel, from?: RunSnapshot): TrainingRun {
    const { network, path, config } = model;
    const { watch } = this.#parts;
    const run: TrainingRun = new TrainingRun({
      id: this.#id,
      config,
      network,
      path,
      dataset: this.#images(),
      from,
      describe: () => ({ ...described(model), origin: run.state === 'finished' ? 'trained' : model.origin }),
      emit: (event) => {
        if (event.type === 'epoch') {
          const { epoch, testAccuracy } = event.result;
          Object.assign(model, { epochs: epoch, testAccuracy });
        }
        this.#parts.emit(event);
      },
      onWeights: () => watch.updateIfDue(network, momentOf(run)),
      onBack: ({ epochs, testAccuracy }) => Object.assign(model, { epochs, testAccuracy }),
      onFatal: (error) => this.#parts.onFatal(error),
    });
    this.#run = run;
    return run;
  }

  /** Throws ('state') where there are none yet; to be asked before anything is replaced. */
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

function described({ config, origin, epochs, testAccuracy }: ActiveModel) {
  return { config, origin, epochs, testAccuracy };
}

function momentOf({ id: runId, step }: TrainingRun): PredictionEvent['moment'] {
  return { runId, step };
}
