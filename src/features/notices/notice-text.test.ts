import { describe, expect, it } from 'vitest';
import type { Notice } from '../../core/notices.ts';
import { LANGUAGES, messagesOf } from '../../i18n/catalogues.ts';
import { noticeText } from './notice-text.ts';

const REASON = 'the reason';

const NOTICES: readonly Notice[] = [
  { kind: 'warning', code: 'backend-fallback', params: { requested: 'webgpu', used: 'wasm', reason: REASON } },
  { kind: 'error', code: 'backend-lost', params: { backend: 'webgl', reason: REASON } },
  { kind: 'error', code: 'backend-none', params: { reason: REASON } },
  {
    kind: 'warning',
    code: 'data-source-failed',
    params: { file: 'a.gz', source: 'page', problem: 'html', detail: REASON, next: 'mirror' },
  },
  { kind: 'warning', code: 'worker-unavailable', params: { reason: REASON } },
  { kind: 'error', code: 'worker-crashed', params: { reason: REASON } },
  {
    kind: 'error',
    code: 'weights-invalid',
    params: { name: 'a.safetensors', problem: 'config', part: 'lr', found: REASON, expected: '' },
  },
  { kind: 'warning', code: 'pretrained-unavailable', params: { reason: REASON } },
  { kind: 'error', code: 'engine-error', params: { reason: REASON } },
];

describe.each(LANGUAGES)('in %s', (language) => {
  const messages = messagesOf(language);

  it.each(NOTICES)('$code says why', (notice) => {
    expect(noticeText(notice, messages)).toContain(REASON);
  });

  it('a wrong parameter is named with its value and what is used', () => {
    const text = noticeText(
      { kind: 'warning', code: 'parameter-invalid', params: { name: 'lr', value: 'fast', used: '0.01' } },
      messages,
    );
    expect(text).toContain('lr=fast');
    expect(text).toContain('0.01');
  });

  it('a file that cannot be used is named, with the next source', () => {
    const text = noticeText(
      {
        kind: 'warning',
        code: 'data-source-failed',
        params: { file: 't10k.gz', source: 'page', problem: 'checksum', detail: '', next: 'built-in' },
      },
      messages,
    );
    expect(text).toContain('t10k.gz');
    expect(text).toContain(messages.dataset.problems.checksum);
    expect(text).toContain(messages.dataset.sources['built-in']);
    expect(text).not.toContain('()');
  });
});
