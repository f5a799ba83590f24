import { describe, expect, it } from 'vitest';
import { EngineError } from '../engine.ts';
import { GrowingImageSet } from './growing-image-set.ts';

const GONE = new EngineError('data', 'gone');

describe('GrowingImageSet', () => {
  it('resolves whenLoaded when enough images have arrived, not before', async () => {
    const set = new GrowingImageSet(10);
    const woken: number[] = [];
    const waits = [3, 5, 10].map(async (count) => {
      await set.whenLoaded(count);
      woken.push(count);
    });
    set.advance(5);
    await set.whenLoaded(5);
    await Promise.all(waits.slice(0, 2));
    expect(woken).toEqual([3, 5]);
    set.advance(10);
    await Promise.all(waits);
    expect(woken).toEqual([3, 5, 10]);
  });

  it('never shrinks and never exceeds its total', () => {
    const set = new GrowingImageSet(10);
    set.advance(7);
    set.advance(2);
    expect(set.loaded).toBe(7);
    set.advance(99);
    expect(set.loaded).toBe(10);
  });

  it('rejects earlier and later waiters once it has failed, except for images that have arrived', async () => {
    const set = new GrowingImageSet(10);
    const early = set.whenLoaded(10);
    set.advance(4);
    set.fail(GONE);
    await expect(early).rejects.toBe(GONE);
    await expect(set.whenLoaded(5)).rejects.toBe(GONE);
    await expect(set.whenLoaded(4)).resolves.toBeUndefined();
  });

  it('rejects whenLoaded for more images than its total', async () => {
    await expect(new GrowingImageSet(10).whenLoaded(11)).rejects.toMatchObject({ code: 'range' });
  });
});
