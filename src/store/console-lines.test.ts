import { array, assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BackendReport, MetricsEvent } from '../engine/engine.ts';
import { appendLines, batchLines, EMPTY_LOG, endLines, epochLines, headerLines, MAX_LINES } from './console-lines.ts';

const cuda: BackendReport = { backend: 'webgpu', path: 'fused', device: 'Apple M2', software: false, passedOver: [] };

function metrics(step: number, losses: Float32Array, stepsPerEpoch = 938): MetricsEvent {
  const epoch = Math.ceil(step / stepsPerEpoch);
  return { type: 'metrics', runId: 1, epoch, step, stepsPerEpoch, losses, accuracies: losses, stepsPerSecond: 50 };
}

const result = {
  epoch: 9,
  trainLoss: 0.12,
  trainAccuracy: 0.97,
  testLoss: 0.10699,
  testAccuracy: 0.9699,
  correct: 9699,
  total: 10_000,
  trainMs: 11_200,
  testMs: 640,
};

describe('the console', () => {
  it('begins like the post’s program, with the names of the data and the device', () => {
    expect(headerLines('mnist', cuda)).toEqual([
      'Training MNIST Model on webgpu (Apple M2)',
      '============================================',
    ]);
    expect(headerLines('synthetic', { ...cuda, device: '' })[0]).toBe('Training Built-in Digits Model on webgpu');
  });

  it('prints every tenth batch of an epoch, with the post’s count of images and percent', () => {
    const losses = new Float32Array(938).fill(0.113662);
    const lines = batchLines(metrics(9 * 938, losses), 64, 60_000);
    expect(lines).toHaveLength(94);
    expect(lines[0]).toBe('Train Epoch: 9 | Batch Status: 0/60000 (0%) | Loss: 0.113662');
    expect(lines[1]).toBe('Train Epoch: 9 | Batch Status: 640/60000 (1%) | Loss: 0.113662');
    expect(lines.at(-1)).toBe('Train Epoch: 9 | Batch Status: 59520/60000 (99%) | Loss: 0.113662');
  });

  it('rounds halves of a percent to even, as Python does', () => {
    expect(batchLines(metrics(11, Float32Array.of(1), 2000), 1, 2000)[0]).toContain('10/2000 (0%)');
    expect(batchLines(metrics(31, Float32Array.of(1), 2000), 1, 2000)[0]).toContain('30/2000 (2%)');
  });

  it('prints the same lines however the batches were cut into events, across epochs', () => {
    const losses = Float32Array.from({ length: 100 }, (_, i) => i / 7);
    const whole = batchLines(metrics(100, losses, 37), 64, 2368);
    expect(whole.filter((line) => line.includes('Epoch: 2 '))).toHaveLength(4);
    assert(
      property(array(integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 20 }), (cuts) => {
        const lines: string[] = [];
        let done = 0;
        for (let i = 0; done < losses.length; i++) {
          const end = Math.min(losses.length, done + (cuts[i % cuts.length] ?? 1));
          lines.push(...batchLines(metrics(end, losses.slice(done, end), 37), 64, 2368));
          done = end;
        }
        expect(lines).toEqual(whole);
      }),
    );
  });

  it('ends an epoch with the true mean loss and both times', () => {
    expect(epochLines(result)).toEqual([
      'Training time: 0m 11s',
      '===========================',
      'Test set: Average loss: 0.1070, Accuracy: 9699/10000 (97%)',
      'Testing time: 0m 1s',
    ]);
  });

  it('prints sixty seconds as a minute', () => {
    expect(epochLines({ ...result, trainMs: 59_700 })[0]).toBe('Training time: 1m 0s');
  });

  it('ends with the total time and the device', () => {
    const epochs = Array.from({ length: 9 }, () => ({ ...result, trainMs: 11_000, testMs: 667 }));
    expect(endLines(epochs, { ...cuda, backend: 'cpu', device: '' })).toEqual([
      'Total Time: 1m 45s',
      'Model was trained on cpu!',
    ]);
  });

  it('keeps the newest lines and counts the dropped ones', () => {
    const many = Array.from({ length: MAX_LINES + 5 }, (_, i) => `line ${i}`);
    const log = appendLines(appendLines(EMPTY_LOG, many), ['last']);
    expect(log.lines).toHaveLength(MAX_LINES);
    expect(log.lines[0]).toBe('line 6');
    expect(log.lines.at(-1)).toBe('last');
    expect(log.dropped).toBe(6);
  });
});
