/**
 * One run as a state machine: running ⇄ paused → finished, or error. It trains in chunks of a few batches and yields
 * to messages between them, so that predictions, pauses and changes are served meanwhile. There is at most one loop:
 * every start and stop goes through `#loop`.
 */
import { Signal } from '../../core/signal.ts';
import type { RunState } from '../../core/types.ts';
import type { Dataset } from '../data/dataset.ts';
import { EngineError, type RunEnd } from '../engine.ts';
import { SNAPSHOT_VERSION, type Snapshot } from '../snapshot.ts';
import { isGood, suggestedRate } from './divergence.ts';
import { type Scorer, evaluateNext, networkScorer } from './evaluate.ts';
import { MetricsBuffer } from './metrics-buffer.ts';
import { Pace } from './pace.ts';
import { type Chunk, ChunkQueue, type FollowUp } from './chunk-queue.ts';
import { Progress } from './progress.ts';
import { type Readings, requestReadings } from './readings.ts';
import type { BatchMetrics } from './path.ts';
import type { TrainingRunOptions } from './training-run-options.ts';
import { SnapshotKeeper, type SnapshotOfRun } from './snapshot-keeper.ts';

type PlayState = Extract<RunState, 'running' | 'paused' | 'finished' | 'error'>;
type Wish = 'play' | 'step' | 'pause';

export class TrainingRun {
  readonly id: number;
  readonly #options: TrainingRunOptions;
  readonly #metrics = new MetricsBuffer();
  readonly #scorer: Scorer;
  readonly #progress: Progress;
  #state: PlayState = 'paused';
  #loop: Promise<void> | null = null;
  /** The latest request. It withdraws earlier ones that still wait for the loop to end. */
  #wish: Wish = 'pause';
  readonly #pace = new Pace();
  #lr: number;
  readonly #keeper: SnapshotKeeper;
  /** Of the last chunk's batches. */
  #losses: Float32Array = new Float32Array();
  readonly #queue: ChunkQueue;
  /** The current loop makes a single step, which no other request may cut short. */
  #single = false;
  #diverged = false;
  #dropped = false;
  /** Settles when the loop must stop, so that waiting for data does not outlast a pause. */
  #interrupt = new Signal();

  constructor(options: TrainingRunOptions) {
    this.id = options.id;
    this.#options = options;
    this.#scorer = options.path.scorer ?? networkScorer(options.network);
    this.#progress = new Progress(options.dataset, options.config);
    this.#lr = options.config.lr;
    this.#queue = new ChunkQueue({
      path: options.path,
      pace: this.#pace,
      progress: this.#progress,
      followUp: (step) => this.#followUp(step),
      record: (...answered) => this.#record(...answered),
    });
    this.#keeper = new SnapshotKeeper((readings) => this.#take(readings), options.emit);
    if (!options.from) return;
    this.#progress.restore(options.from);
    if (options.from.finished) this.#state = 'finished';
  }

  get state(): PlayState {
    return this.#state;
  }

  get epoch(): number {
    const { step, epoch } = this.#progress.position;
    return step === 0 ? 0 : epoch;
  }

  get step(): number {
    return this.#progress.position.step;
  }

  announce(): void {
    const { id: runId, state, epoch, step } = this;
    this.#options.emit({ type: 'state', runId, state, epoch, step });
  }

  setLearningRate(lr: number): void {
    this.#lr = lr;
    this.#options.path.setLearningRate(lr);
  }

  /** Call when a prediction is asked for: chunks are short for a while. */
  prioritizeInput(): void {
    this.#pace.prioritizeInput();
  }

  /** Runs until paused, finished or failed, and settles then. While running, another call changes nothing. */
  async play(): Promise<RunEnd> {
    this.#wish = 'play';
    // After a pause or a step the loop may still be ending. Without a loop this starts at once.
    if (this.#loop && (this.#state === 'paused' || this.#single)) await this.#loop;
    if (this.#state !== 'paused') await this.#loop;
    else if (this.#wish === 'play') await this.#start(Infinity);
    return this.#end();
  }

  /** After `play`: settles when the loop has begun, which may wait for a pause or a step, or when `play` is withdrawn. */
  async begun(): Promise<void> {
    // oxlint-disable-next-line no-await-in-loop -- a step meanwhile begins another loop
    while (this.#wish === 'play' && this.#loop && (this.#state === 'paused' || this.#single)) await this.#loop;
  }

  /** One batch, then paused. After an epoch's last batch the test pass is included. */
  async playOne(): Promise<void> {
    this.#wish = 'step';
    do {
      // oxlint-disable-next-line no-await-in-loop -- a step requested at the same time may have begun
      await (this.#single ? this.#loop : this.#stop());
    } while (this.#loop && this.#wish === 'step');
    if (this.#wish === 'step' && this.#state === 'paused') await this.#start(1);
  }

  async pause(): Promise<void> {
    this.#wish = 'pause';
    await this.#stop();
  }

  /** Instead of `play`, where a pause came first. Announces the pause, as a loop does when it ends. */
  async stay(): Promise<RunEnd> {
    if (!this.#loop) this.announce();
    await this.pause();
    return this.#end();
  }

  /**
   * Stops the run permanently: no request restarts it, not even one that waits for its loop to end, since its weights
   * may be disposed by then. No snapshot is taken of its end.
   */
  async drop(): Promise<void> {
    this.#dropped = true;
    await this.pause();
  }

  /** Settles when a paused run has finished its last step; rejects ('state') while it runs. */
  async rest(): Promise<void> {
    if (this.#state !== 'running') await this.#loop;
    if (this.#state === 'running') throw new EngineError('state', 'The run is running; pause it first');
  }

  /** Taken now, or when the device has answered the chunks that it has. The caller owns the arrays. */
  async snapshot(): Promise<Snapshot> {
    if (!this.#queue.isEmpty) await this.#queue.drained();
    return this.#take();
  }

  /** A set of another size has another order: the current epoch restarts, the weights stay. */
  replaceDataset(dataset: Dataset): void {
    this.#progress.replaceDataset(dataset, this.#state === 'finished');
  }

  async #stop(): Promise<void> {
    if (this.#state === 'running') this.#state = 'paused';
    this.#interrupt.settle();
    await this.#loop;
  }

  #start(steps: number): Promise<void> {
    if (this.#dropped) return Promise.resolve();
    this.#state = 'running';
    this.#single = steps === 1;
    this.#diverged = false;
    this.#interrupt = new Signal();
    this.announce();
    const loop = this.#work(steps).finally(() => {
      this.#loop = null;
      this.#single = false;
      this.#flush(null);
      this.announce();
    });
    this.#loop = loop;
    return loop;
  }

  async #work(steps: number): Promise<void> {
    try {
      if (!this.#keeper.hasGood) await this.#keeper.keep(true);
      let left = steps;
      while (this.#state === 'running') {
        if (this.#progress.position.epochDone) await this.#testSlice();
        else if (left > 0) {
          left -= await this.#queue.fill(left, this.#interrupt);
          await this.#answer();
        } else this.#state = 'paused';
        this.#flush(performance.now());
        if (this.#queue.isEmpty && this.#keeper.isDue()) await this.#keep();
        await this.#pace.yieldNow();
      }
      while (!this.#queue.isEmpty) await this.#answer();
      if (this.#keeper.isBehind && !this.#dropped) await this.#keep();
    } catch (error) {
      this.#state = 'error';
      void this.#queue.discard();
      this.#options.onFatal(error);
    }
  }

  /** Of the oldest chunk in the queue. */
  async #answer(): Promise<void> {
    const chunk = await this.#queue.answer();
    if (!chunk) return;
    if (!this.#losses.every((loss) => Number.isFinite(loss))) return this.#diverge();
    const { shown, readings } = chunk.followUp ?? this.#followUp(this.step);
    await shown;
    if (readings) await this.#keep(readings);
  }

  /** Requests what the weights after `step`, the latest submitted one, are read for. */
  #followUp(step: number): FollowUp {
    const isDue = this.#keeper.isDue() && !this.#queue.isReading;
    return { shown: this.#options.onWeights(step), readings: isDue ? requestReadings(this.#options) : null };
  }

  /** Position and metrics change in one task with the step, so that no message sees one without the other. */
  #record({ position, batches, isAlone }: Chunk, metrics: BatchMetrics, workMs: number): void {
    const { record } = this.#progress;
    this.#losses = metrics.losses;
    this.#pace.recordChunk(workMs, batches.length, isAlone);
    this.#keeper.moved();
    // On other images the epoch restarted meanwhile; these batches do not belong to it.
    if (position !== this.#progress.position) return;
    position.advance(batches.length);
    record.trainMs += workMs;
    record.add(batches, metrics);
    this.#metrics.add(metrics, workMs);
  }

  async #testSlice(): Promise<void> {
    const { record, position } = this.#progress;
    const { test } = this.#progress.dataset;
    if (!(await this.#progress.hasLoaded('test', test.total, this.#interrupt.settled))) return;
    const startedAt = performance.now();
    record.test = await evaluateNext(this.#scorer, test, record.test, this.#pace, this.#pace.testSlices);
    if (record !== this.#progress.record) return;
    record.testMs += performance.now() - startedAt;
    this.#keeper.moved();
    const { done } = record.test;
    this.#options.emit({ type: 'evaluating', runId: this.id, done, total: test.total });
    if (done < test.total) return;
    this.#flush(null);
    const result = record.result(position.epoch);
    this.#options.emit({ type: 'epoch', runId: this.id, step: this.step, result });
    this.#progress.nextRecord();
    this.#keeper.expectNow();
    if (position.isLastEpoch) this.#state = 'finished';
    else position.nextEpoch();
  }

  async #keep(readings?: Readings): Promise<void> {
    if (!(await this.#keeper.keep(isGood(this.#losses), readings))) await this.#diverge();
  }

  /** With all metrics sent. Without `readings` the state at the call, while no chunk is in the queue. */
  async #take({ described, arrays } = requestReadings(this.#options)): Promise<SnapshotOfRun> {
    this.#flush(null);
    const progress = this.#progress.snapshot(this.#state === 'finished');
    const [weights, optimizer] = await arrays;
    return { version: SNAPSHOT_VERSION, ...described, weights, run: { ...progress, optimizer } };
  }

  /** Returns to the latest good snapshot and pauses there, so that a lower learning rate can continue. */
  async #diverge(): Promise<void> {
    await this.#queue.discard();
    const { network, path, config } = this.#options;
    const step = this.step;
    this.#flush(null);
    const good = this.#keeper.giveGood();
    if (!good)
      throw new EngineError('memory', 'The loss is not finite, and there was no memory to keep former weights');
    network.load(good.weights);
    path.weightsChanged?.();
    path.restoreOptimizer(good.run.optimizer);
    this.#progress.restore(good.run);
    this.#options.onBack(good);
    this.#state = 'paused';
    this.#diverged = true;
    const params = { lr: this.#lr, step, back: this.step, suggested: suggestedRate(config, this.#lr) };
    this.#options.emit({ type: 'notice', notice: { kind: 'error', code: 'diverged', params } });
  }

  #flush(now: number | null): void {
    const { epoch, step, stepsPerEpoch } = this.#progress.position;
    const event = this.#metrics.take(now, { runId: this.id, epoch, step, stepsPerEpoch });
    if (event) this.#options.emit(event);
  }

  #end(): RunEnd {
    if (this.#diverged) return 'error';
    // Another call has restarted it; for this one it was paused.
    return this.#state === 'running' ? 'paused' : this.#state;
  }
}
