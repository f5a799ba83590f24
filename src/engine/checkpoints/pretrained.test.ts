import { afterEach, describe, expect, it, vi } from 'vitest';
import { defaultConfig } from '../../core/config.ts';
import { MAX_WEIGHTS_BYTES } from '../../core/weights-fault.ts';
import type { EngineEvent } from '../engine.ts';
import { describeModel } from '../model/spec.ts';
import { pretrainedFor } from './pretrained.ts';
import { encodeWeights } from './weights-file.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const CONFIG = defaultConfig('softmax');
const VALUES = describeModel(CONFIG).parameters.map(({ shape }) =>
  new Float32Array(shape.reduce((size, n) => size * n, 1)).fill(0.5),
);
const FILE = new Uint8Array(encodeWeights({ config: CONFIG, values: VALUES, epochs: 9, testAccuracy: 0.92 }));

/** The weights that the page starts with for this answer of the host, and the reasons in its notices. */
async function started(answer: () => Promise<Response>) {
  vi.stubGlobal('fetch', vi.fn(answer));
  const events: EngineEvent[] = [];
  const options = { weights: 'pretrained', config: CONFIG, baseUrl: 'https://example.org/' } as const;
  const given = await pretrainedFor(options, new AbortController().signal, (event) => events.push(event));
  const reasons = events.map((event) =>
    event.type === 'notice' && event.notice.code === 'pretrained-unavailable' ? event.notice.params.reason : event.type,
  );
  return { given, reasons };
}

const streamed = (start: UnderlyingDefaultSource<Uint8Array>) => async () => new Response(new ReadableStream(start));

describe('the shipped weights', () => {
  it('are assembled from any number of pieces', async () => {
    const { given, reasons } = await started(
      streamed({
        start(controller) {
          for (let at = 0; at < FILE.length; at += 1000) controller.enqueue(FILE.slice(at, at + 1000));
          controller.close();
        },
      }),
    );
    expect(reasons).toEqual([]);
    expect(given).toMatchObject({ origin: 'pretrained', epochs: 9, testAccuracy: 0.92 });
    expect(given?.values[0]?.[7]).toBe(0.5);
  });

  it.each([
    ['never answers', () => new Promise<Response>(() => undefined), 'no data for 15 s'],
    ['stops in the middle', streamed({ start: (to) => to.enqueue(FILE.slice(0, 1000)) }), 'only 1000 bytes for 15 s'],
  ] as const)('are replaced by random ones, with a notice, where the host %s', async (_, answer, reason) => {
    vi.useFakeTimers();
    const starting = started(answer);
    await vi.advanceTimersByTimeAsync(15_000);
    const { given, reasons } = await starting;
    expect(given).toBeUndefined();
    expect(reasons).toEqual([`weights/softmax.safetensors: timeout: ${reason}`]);
  });

  it('are replaced by random ones where the file never ends or is missing', async () => {
    const cancel = vi.fn();
    const block = new Uint8Array(MAX_WEIGHTS_BYTES / 8);
    const endless = await started(streamed({ pull: (controller) => controller.enqueue(block), cancel }));
    expect(endless).toEqual({
      given: undefined,
      reasons: [`weights/softmax.safetensors: more than ${MAX_WEIGHTS_BYTES} bytes`],
    });
    expect(await started(async () => new Response('', { status: 404 }))).toEqual({
      given: undefined,
      reasons: ['weights/softmax.safetensors: HTTP 404'],
    });
  });
});
