import { describe, expect, it } from 'vitest';
import type { Notice } from '../../core/notices.ts';
import { EngineError } from '../../engine/engine.ts';
import { loadWeightsFile } from './load-weights-file.ts';

const MB = 1024 * 1024;

class FakeSession {
  readonly notices: Notice[] = [];
  readonly imported: string[] = [];

  notify(notice: Notice): void {
    this.notices.push(notice);
  }

  importWeights(_file: ArrayBuffer, name = ''): Promise<never> {
    this.imported.push(name);
    const fault = { problem: 'missing', part: 'l1.bias', found: '', expected: '' } as const;
    return Promise.reject(new EngineError('weights', 'l1.bias is missing', { fault }));
  }
}

function fileOf(start: string, name: string, size?: number): File {
  const file = new File([Buffer.from(start, 'latin1')], name);
  if (size !== undefined) Object.defineProperty(file, 'size', { value: size });
  return file;
}

/** The session after the file, and the parameters of its only notice. */
async function load(file: File) {
  const session = new FakeSession();
  await loadWeightsFile(session, file);
  expect(session.notices).toHaveLength(1);
  return { session, params: session.notices[0]?.params };
}

describe('a weights file', () => {
  it('of any name goes to the engine, and its fault to the reader', async () => {
    const { session, params } = await load(fileOf('\x02\0\0\0\0\0\0\0{}', 'notes.txt'));
    expect(session.imported).toEqual(['notes.txt']);
    expect(params).toEqual({ name: 'notes.txt', problem: 'missing', part: 'l1.bias', found: '', expected: '' });
  });

  it('above the limit is not read', async () => {
    const { session, params } = await load(fileOf('\x02\0\0\0\0\0\0\0{}', 'a.bin', 200 * MB));
    expect(session.imported).toEqual([]);
    expect(params).toMatchObject({ problem: 'too-large', found: '200 MB', expected: '128 MB' });
  });

  it('of another kind is named as such above the limit too', async () => {
    const { session, params } = await load(fileOf('GGUF\x03\0\0\0', 'a.gguf', 4000 * MB));
    expect(session.imported).toEqual([]);
    expect(params).toMatchObject({ problem: 'no-safetensors', found: 'gguf', expected: '' });
  });

  it('that the browser can’t read is named with the browser’s words', async () => {
    const file = fileOf('', 'cloud.safetensors');
    file.arrayBuffer = () => Promise.reject(new DOMException('It is offline', 'NotReadableError'));
    const { session, params } = await load(file);
    expect(session.imported).toEqual([]);
    expect(params).toMatchObject({ problem: 'unreadable', found: 'It is offline' });
  });
});
