import { describe, expect, it, vi } from 'vitest';
import type { DigitReading } from '../core/picture.ts';
import type { Sample } from '../engine/engine.ts';
import { deferred } from './testing/fake-engine.ts';
import { LINE, openSession } from './testing/open-session.ts';

const raster = (value: number) => new Uint8Array(784).fill(value);
const reading = (value: number): DigitReading => ({ raster: raster(value), several: false });

async function withSlowSamples() {
  const { session, engine } = openSession();
  await session.ready;
  const samples: ((label: number) => void)[] = [];
  engine.sample = async () => {
    const sample = deferred<Sample>();
    samples.push((label) => sample.resolve({ index: label, label, pixels: raster(label) }));
    return sample.promise;
  };
  const asked = (count: number) => vi.waitFor(() => expect(samples).toHaveLength(count));
  const pad = () => session.store.getState().drawing;
  return { session, samples, asked, pad };
}

describe('an image that loads slowly', () => {
  it('does not replace strokes drawn while it loads', async () => {
    const { session, samples, asked, pad } = await withSlowSamples();
    const [shown, picture] = [session.showSample(), deferred<DigitReading>()];
    const decoded = session.showPicture('photo.jpg', picture.promise);
    await asked(1);
    session.setStrokes([LINE]);
    samples[0]?.(4);
    picture.resolve(reading(9));
    await Promise.all([shown, decoded]);
    expect(pad()).toMatchObject({ strokes: [LINE], sample: null });
    expect(pad().picture).toBeUndefined();
  });

  it('does not appear on a pad cleared while it loads', async () => {
    const { session, samples, asked, pad } = await withSlowSamples();
    session.setStrokes([LINE]);
    const shown = session.showSample();
    await asked(1);
    session.clearDrawing();
    samples[0]?.(4);
    await shown;
    expect(pad().raster).toBeNull();
  });

  it('replaces strokes drawn before its request', async () => {
    const { session, pad } = await withSlowSamples();
    session.setStrokes([LINE]);
    await session.showPicture('photo.jpg', Promise.resolve(reading(9)));
    expect(pad()).toMatchObject({ strokes: [], raster: raster(9), picture: { name: 'photo.jpg' } });
  });

  it('never replaces an image requested later', async () => {
    const { session, samples, asked, pad } = await withSlowSamples();
    const [large, small] = [deferred<DigitReading>(), deferred<DigitReading>()];
    const all = [session.showPicture('large.jpg', large.promise), session.showPicture('small.png', small.promise)];
    small.resolve(reading(1));
    await vi.waitFor(() => expect(pad().picture).toMatchObject({ name: 'small.png' }));
    all.push(session.showSample());
    await asked(1);
    large.resolve(reading(2));
    await all[0];
    expect(pad().picture).toMatchObject({ name: 'small.png' });
    samples[0]?.(4);
    await Promise.all(all);
    expect(pad().sample).toEqual({ index: 4, label: 4 });
  });

  it('replaces an image requested earlier that arrives first', async () => {
    const { session, samples, asked, pad } = await withSlowSamples();
    const both = [session.showSample(), session.showSample()];
    await asked(2);
    samples[0]?.(3);
    await both[0];
    expect(pad().sample?.label).toBe(3);
    samples[1]?.(5);
    await both[1];
    expect(pad().sample?.label).toBe(5);
  });

  it('is shown when the request after it fails', async () => {
    const { session, pad } = await withSlowSamples();
    const large = deferred<DigitReading>();
    const shown = session.showPicture('large.jpg', large.promise);
    await expect(session.showPicture('notes.txt', Promise.reject(new Error('no image')))).rejects.toThrow('no image');
    large.resolve(reading(2));
    await shown;
    expect(pad().picture).toMatchObject({ name: 'large.jpg' });
  });
});
