import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../../core/config.ts';
import { denseLayers, describeModel } from '../../model/spec.ts';
import { planStep, workgroups } from './step-plan.ts';

const layersOf = (widths: readonly number[]) =>
  denseLayers(describeModel({ ...defaultConfig('mlp'), layers: widths })) ?? [];
const TILE = { threads: [8, 8], rows: 64, columns: 32 } as const;

describe('the plan of a WebGPU step', () => {
  it("has fifteen dispatches for the post's network", () => {
    expect(planStep(layersOf([520, 320, 240, 120]))).toHaveLength(15);
  });

  it("uses a layer's weights for the gradient below before it updates them", () => {
    const plan = planStep(layersOf([8, 4]));
    expect(plan.map(({ kernel, layer }) => `${kernel} ${layer}`)).toEqual([
      'forward-first 0',
      'forward 1',
      'forward 2',
      'loss 2',
      'backward 2',
      'backward 1',
      'update 2',
      'update 1',
      'update-first 0',
    ]);
  });

  it('has three dispatches for softmax regression', () => {
    const layers = denseLayers(describeModel(defaultConfig('softmax'))) ?? [];
    expect(planStep(layers).map(({ kernel }) => kernel)).toEqual(['forward-first', 'loss', 'update-first']);
  });

  it('exists for stacks of dense layers only', () => {
    expect(denseLayers(describeModel(defaultConfig('cnn')))).toBeNull();
  });

  it('has workgroups for results of any size, fewer for a partial batch, and one more row for a bias', () => {
    const [forward, , loss, backward, update] = planStep(layersOf([33]));
    if (!forward || !loss || !backward || !update) throw new Error('the plan is too short');
    expect(workgroups(forward, TILE, 64)).toEqual([2, 1]);
    expect(workgroups(forward, TILE, 65)).toEqual([2, 2]);
    expect(workgroups(forward, TILE, 1)).toEqual([2, 1]);
    expect(workgroups(loss, TILE, 1024)).toEqual([1, 1]);
    expect(workgroups(backward, TILE, 64)).toEqual([2, 1]);
    // 33 inputs are one row of workgroups, and the bias is the next; the batch does not matter.
    expect(workgroups(update, TILE, 1)).toEqual([1, 2]);
    expect(workgroups(update, TILE, 1024)).toEqual([1, 2]);
  });
});
