/** For tests: a `ModelOwner` under Node with a record of its events, and configs of short runs. */
import { env } from '@tensorflow/tfjs-core';
import { type RunConfig, defaultConfig } from '../../core/config.ts';
import type { Dataset } from '../data/dataset.ts';
import type { EngineEvent } from '../engine.ts';
import { OneStep } from '../one-step.ts';
import { ModelOwner } from '../model-owner.ts';
import type { Snapshot } from '../snapshot.ts';
import { goldenImages } from './golden.ts';
import { PredictionWatch } from '../prediction-watch.ts';

// Silences tfjs' advertisement for its native backend.
env().set('PROD', true);

/** 192 images: 12 steps an epoch at batch 16, and a test pass of three slices on the kernels. */
export const IMAGES = goldenImages(3);
export const DATASET: Dataset = { name: 'synthetic', train: IMAGES, test: IMAGES };
export const SGD: RunConfig = { ...defaultConfig('mlp'), layers: [13, 8], batch: 16, epochs: 2, lr: 0.1, seed: 5 };
export const ADAM: RunConfig = { ...SGD, optimizer: 'adam', lr: 0.01 };
export const PLAIN: RunConfig = { ...SGD, momentum: 0 };
export const CNN: RunConfig = { ...defaultConfig('cnn'), batch: 64, epochs: 2 };

const opened: ModelOwner[] = [];

export async function disposeAll(): Promise<void> {
  await Promise.all(opened.splice(0).map((owner) => owner.dispose()));
}

export function openRun(dataset = DATASET) {
  const events: EngineEvent[] = [];
  const listeners = new Set<(event: EngineEvent) => void>();
  const emit = (event: EngineEvent) => {
    events.push(event);
    for (const listener of listeners) listener(event);
  };
  const failures: unknown[] = [];
  const data = {
    get current() {
      return dataset;
    },
  };
  const watch = new PredictionWatch(emit);
  const owner = new ModelOwner({
    backend: { report: () => undefined },
    data,
    watch,
    oneStep: new OneStep(emit),
    emit,
    onFatal: (error) => failures.push(error),
  });
  opened.push(owner);
  /** A structured clone, as after the worker's border and in storage. */
  const latest = (): Snapshot => {
    const event = events.findLast((one) => one.type === 'snapshot');
    if (!event) throw new Error('there is no snapshot');
    return structuredClone(event.snapshot);
  };
  const losses = () => events.flatMap((event) => (event.type === 'metrics' ? [...event.losses] : []));
  /** Without the times, which differ between runs. */
  const epochs = () =>
    events.flatMap((event) => (event.type === 'epoch' ? [{ ...event.result, trainMs: 0, testMs: 0 }] : []));
  const states = () => events.flatMap((event) => (event.type === 'state' ? [event] : []));
  return { owner, watch, events, failures, data, latest, losses, epochs, states, listeners };
}
