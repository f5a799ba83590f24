/**
 * One run as a state machine: running ⇄ paused → finished, or error. It works in chunks of a few batches and
 * lets messages in between them, so that predictions, pauses and changes are served while it trains. There is
 * never more than one loop: whoever starts or stops it goes through `#loop`.
 */
import type { RunConfig } from '../../core/config.ts';
import type { RunState } from '../../core/types.ts';
import type { Dataset } from '../data/dataset.ts';
import { EngineError, type EngineEvent, type RunEnd } from '../engine.ts';
import type { Network } from '../model/network.ts';
import { yieldToMessages } from '../yield.ts';
import { EpochRecord } from './epoch-record.ts';
import { type Scorer, evaluateNext, networkScorer } from './evaluate.ts';
import { MetricsBuffer } from './metrics-buffer.ts';
import type { TrainingPath } from './path.ts';
import { Schedule } from './schedule.ts';

/** A stroke waits for at most one chunk until its prediction is made. */
const CHUNK_MS = 40;
/** While someone draws, so that answers follow the pen. Not always, since each chunk costs a readback. */
const HURRIED_CHUNK_MS = 10;
/** Someone who draws asks again within this time. */
const HURRY_MS = 1000;
/** More than a fast GPU does in that time. */
const MAX_CHUNK = 512;

export interface RunParts {
  readonly id: number;
  readonly config: RunConfig;
  readonly network: Network;
  readonly path: TrainingPath;
  readonly dataset: Dataset;
  emit(event: EngineEvent): void;
  /** The weights have changed; awaited, so that it sees the weights of one step. */
  onWeights(): Promise<void>;
  /** The device failed: nothing that lives on it can be trusted. */
  onFatal(error: unknown): void;
}

type PlayState = Extract<RunState, 'running' | 'paused' | 'finished' | 'error'>;

export class TrainingRun {
  readonly id: number;
  readonly #parts: RunParts;
  readonly #metrics = new MetricsBuffer();
  readonly #scorer: Scorer;
  #dataset: Dataset;
  #schedule: Schedule;
  #record = new EpochRecord();
  #state: PlayState = 'paused';
  #loop: Promise<void> | null = null;
  #msPerStep = CHUNK_MS;
  #hurriedUntil = -Infinity;
  #lr: number;
  /** Settles when the loop is to stop, so that waiting for data does not outlast a pause. */
  #interrupt = new Signal();

  constructor(parts: RunParts) {
    this.id = parts.id;
    this.#parts = parts;
    this.#scorer = parts.path.scorer ?? networkScorer(parts.network);
    this.#dataset = parts.dataset;
    this.#schedule = new Schedule(parts.dataset.train.total, parts.config);
    this.#lr = parts.config.lr;
  }

  get state(): PlayState {
    return this.#state;
  }

  get epoch(): number {
    return this.#schedule.step === 0 ? 0 : this.#schedule.epoch;
  }

  get step(): number {
    return this.#schedule.step;
  }

  setLearningRate(lr: number): void {
    this.#lr = lr;
    this.#parts.path.setLearningRate(lr);
  }

  /** A prediction was asked for: more will be, so messages are let in more often for a while. */
  hurry(): void {
    this.#hurriedUntil = performance.now() + HURRY_MS;
  }

  /** Runs until paused, finished or failed; calling it while running changes nothing. Settles when it stops. */
  async play(): Promise<RunEnd> {
    // After a pause the loop may still be on its way out. Without one this starts at once.
    if (this.#state === 'paused' && this.#loop) await this.#loop;
    await (this.#state === 'paused' ? this.#start(Infinity) : this.#loop);
    return this.#end();
  }

  /** One batch, then paused; an epoch's last batch brings its test pass with it. */
  async playOne(): Promise<void> {
    await this.pause();
    // Another step, asked for at the same time, may have begun meanwhile.
    if (this.#loop) await this.playOne();
    else if (this.#state === 'paused') await this.#start(1);
  }

  async pause(): Promise<void> {
    if (this.#state === 'running') this.#state = 'paused';
    this.#interrupt.settle();
    await this.#loop;
  }

  /** Settles when no step is under way any more after a pause; rejects ('state') while it runs. */
  async rest(): Promise<void> {
    if (this.#state !== 'running') await this.#loop;
    if (this.#state === 'running') throw new EngineError('state', 'The run is running; pause it first');
  }

  /** Images from now on. Another size means another order: the epoch under way starts over, the weights stay. */
  replaceDataset(dataset: Dataset): void {
    const same = dataset.train.total === this.#dataset.train.total && dataset.name === this.#dataset.name;
    this.#dataset = dataset;
    if (same) return;
    this.#schedule = new Schedule(dataset.train.total, this.#parts.config);
    this.#record = new EpochRecord();
  }

  #start(steps: number): Promise<void> {
    this.#state = 'running';
    this.#interrupt = new Signal();
    this.#announce();
    const loop = this.#work(steps).finally(() => {
      this.#loop = null;
      this.#flush(null);
      this.#announce();
    });
    this.#loop = loop;
    return loop;
  }

  async #work(steps: number): Promise<void> {
    try {
      let left = steps;
      while (this.#state === 'running') {
        if (this.#schedule.epochDone) await this.#testSlice();
        else if (left > 0) left -= await this.#trainChunk(left);
        else this.#state = 'paused';
        this.#flush(performance.now());
        await yieldToMessages();
      }
    } catch (error) {
      this.#state = 'error';
      this.#parts.onFatal(error);
    }
  }

  /** Trains at most `limit` batches and returns how many; 0 when it was interrupted or the data was replaced. */
  async #trainChunk(limit: number): Promise<number> {
    const chunkMs = performance.now() < this.#hurriedUntil ? HURRIED_CHUNK_MS : CHUNK_MS;
    const size = Math.max(1, Math.min(limit, MAX_CHUNK, Math.round(chunkMs / this.#msPerStep)));
    const { batches, imagesNeeded } = this.#schedule.peek(size);
    if (!(await this.#loaded('train', imagesNeeded))) return 0;
    const startedAt = performance.now();
    const metrics = await this.#parts.path.run(this.#dataset.train, batches);
    const workMs = performance.now() - startedAt;
    // Half-way to the newest: the first steps also compile, and a tab in the background is slower.
    this.#msPerStep = (this.#msPerStep + workMs / batches.length) / 2;
    this.#schedule.advance(batches.length);
    this.#record.trainMs += workMs;
    this.#record.add(batches, metrics);
    this.#metrics.add(metrics, workMs);
    if (metrics.losses.some((loss) => !Number.isFinite(loss))) this.#diverge();
    else await this.#parts.onWeights();
    return batches.length;
  }

  async #testSlice(): Promise<void> {
    const { test } = this.#dataset;
    if (!(await this.#loaded('test', test.total))) return;
    const startedAt = performance.now();
    this.#record.test = await evaluateNext(this.#scorer, test, this.#record.test);
    this.#record.testMs += performance.now() - startedAt;
    const { done } = this.#record.test;
    this.#parts.emit({ type: 'evaluating', runId: this.id, done, total: test.total });
    if (done < test.total) return;
    this.#flush(null);
    const result = this.#record.result(this.#schedule.epoch);
    this.#parts.emit({ type: 'epoch', runId: this.id, step: this.step, result });
    this.#record = new EpochRecord();
    if (this.#schedule.isLastEpoch) this.#state = 'finished';
    else this.#schedule.nextEpoch();
  }

  /** False when the loop was interrupted first, or the data set was replaced meanwhile. */
  async #loaded(part: 'train' | 'test', count: number): Promise<boolean> {
    const dataset = this.#dataset;
    if (dataset[part].loaded >= count) return true;
    const interrupted = this.#interrupt.settled.then(() => false);
    try {
      return await Promise.race([dataset[part].whenLoaded(count).then(() => true), interrupted]);
    } catch (error) {
      // The former source failed and the next one has taken its place: go on with that.
      if (dataset !== this.#dataset) return false;
      throw error;
    }
  }

  #diverge(): void {
    this.#state = 'error';
    this.#parts.emit({
      type: 'notice',
      notice: { kind: 'error', code: 'diverged', params: { lr: this.#lr, step: this.step } },
    });
  }

  #flush(now: number | null): void {
    const { epoch, step, stepsPerEpoch } = this.#schedule;
    const event = this.#metrics.take(now, { runId: this.id, epoch, step, stepsPerEpoch });
    if (event) this.#parts.emit(event);
  }

  #announce(): void {
    const { id: runId, state, epoch, step } = this;
    this.#parts.emit({ type: 'state', runId, state, epoch, step });
  }

  #end(): RunEnd {
    if (this.#state === 'running') throw new EngineError('internal', 'A run that runs has not ended');
    return this.#state;
  }
}

/** A promise to settle from outside. */
class Signal {
  settle!: () => void;
  readonly settled = new Promise<void>((resolve) => {
    this.settle = resolve;
  });
}
