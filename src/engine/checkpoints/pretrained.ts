/** The weights that are shipped with the page, in `weights/<model>.safetensors`. */
import { type RunConfig, defaultConfig } from '../../core/config.ts';
import { messageOf } from '../../core/message-of.ts';
import { MAX_WEIGHTS_BYTES } from '../../core/weights-fault.ts';
import { type Bytes, STALL_MS, openRequest, plainFetch } from '../data/fetch-bytes.ts';
import { EngineError, type EngineListener, type StartOptions } from '../engine.ts';
import type { GivenWeights } from '../active-model.ts';
import { describeModel } from '../model/spec.ts';
import { type WeightsFile, decodeWeights } from './weights-file.ts';

/** Only the default architectures have shipped weights. */
export function hasPretrained(config: RunConfig): boolean {
  return shapesOf(config) === shapesOf(defaultConfig(config.model));
}

function shapesOf(config: RunConfig): string {
  return describeModel(config)
    .parameters.map(({ shape }) => shape.join())
    .join(';');
}

/** Rejects with an `EngineError` ('weights') that gives the reason. */
export async function fetchPretrained(config: RunConfig, baseUrl: string, signal: AbortSignal): Promise<WeightsFile> {
  const name = `weights/${config.model}.safetensors`;
  const file = decodeWeights(await bytesOf(name, baseUrl, signal));
  if (!hasPretrained(file.config)) throw new EngineError('weights', `${name} is for another architecture`);
  return file;
}

async function bytesOf(name: string, baseUrl: string, signal: AbortSignal): Promise<ArrayBuffer> {
  const url = new URL(name, baseUrl).href;
  try {
    const request = await openRequest({ url, file: name, fetch: plainFetch, signal, stallMs: STALL_MS });
    try {
      if (!request.response.ok) throw new Error(`${name}: HTTP ${request.response.status}`);
      return await collect(name, request.bytes);
    } finally {
      request.close();
    }
  } catch (cause) {
    throw new EngineError('weights', messageOf(cause), { cause });
  }
}

/** Stops at the largest size of a weights file. */
async function collect(name: string, bytes: Bytes): Promise<ArrayBuffer> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > MAX_WEIGHTS_BYTES) throw new Error(`${name}: more than ${MAX_WEIGHTS_BYTES} bytes`);
    chunks.push(chunk);
  }
  return new Blob(chunks).arrayBuffer();
}

/** The weights to start with. Undefined where none are wanted or fit, and, with a notice, where loading fails. */
export async function pretrainedFor(
  { weights, config, baseUrl }: Pick<StartOptions, 'weights' | 'config' | 'baseUrl'>,
  signal: AbortSignal,
  emit: EngineListener,
): Promise<GivenWeights | undefined> {
  if (weights !== 'pretrained' || !hasPretrained(config)) return undefined;
  try {
    return { ...(await fetchPretrained(config, baseUrl, signal)), origin: 'pretrained' };
  } catch (error) {
    const reason = messageOf(error);
    emit({ type: 'notice', notice: { kind: 'warning', code: 'pretrained-unavailable', params: { reason } } });
    return undefined;
  }
}
