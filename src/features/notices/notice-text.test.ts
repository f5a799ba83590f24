import { describe, expect, it } from 'vitest';
import type { FileKind } from '../../core/file-kind.ts';
import type { DataProblem, FailureCode, Notice, PictureProblem } from '../../core/notices.ts';
import { PICTURE_LIMITS } from '../../core/picture-limits.ts';
import type { DatasetName } from '../../core/types.ts';
import { messagesOf } from '../../i18n/all-catalogues.ts';
import { LANGUAGES } from '../../i18n/catalogues.ts';
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
  { kind: 'error', code: 'run-unusable', params: { reason: REASON } },
  { kind: 'error', code: 'engine-error', params: { reason: REASON } },
];

/** All failure codes of the engine. */
const CODES: readonly FailureCode[] = [
  'argument',
  'range',
  'state',
  'backend',
  'data',
  'weights',
  'aborted',
  'memory',
  'crashed',
  'internal',
];

const PROBLEMS: readonly PictureProblem[] = [
  'unreadable',
  'blank',
  'too-many-bytes',
  'too-many-pixels',
  'too-much-svg',
  'svg-bomb',
  'altered',
  'folder',
];

const DATA_PROBLEMS: readonly DataProblem[] = [
  'network',
  'http',
  'html',
  'empty',
  'magic',
  'shape',
  'truncated',
  'too-long',
  'changed',
  'gzip',
  'checksum',
  'labels',
  'timeout',
];

function onOtherData(had: DatasetName, has: DatasetName): Notice {
  return { kind: 'info', code: 'run-on-other-data', params: { had, has } };
}

describe.each(LANGUAGES)('notices in %s', (language) => {
  const messages = messagesOf(language);
  const continued = (again: number, state: 'running' | 'paused' = 'running') =>
    noticeText(
      { kind: 'info', code: 'run-continued', params: { backend: 'wasm', state, step: 1240, again } },
      messages,
    );

  it.each(NOTICES)('$code contains the reason', (notice) => {
    expect(noticeText(notice, messages)).toContain(REASON);
  });

  it.each(CODES)('an engine failure %s is a sentence followed by the English detail', (code) => {
    const text = noticeText({ kind: 'error', code: 'engine-error', params: { reason: REASON, code } }, messages);
    expect(text.startsWith(messages.notices.codes.failures[code])).toBe(true);
  });

  it('an invalid parameter is named with its value and the value in use', () => {
    const text = noticeText(
      { kind: 'warning', code: 'parameter-invalid', params: { name: 'lr', value: 'fast', used: '0.01' } },
      messages,
    );
    expect(text).toContain('lr=fast');
    expect(text).toContain('0.01');
  });

  it('an unknown parameter is named with the one that it may mean', () => {
    const text = noticeText(
      { kind: 'warning', code: 'parameter-unknown', params: { name: 'themes', meant: 'theme' } },
      messages,
    );
    expect(text).toContain('themes');
    expect(text.replace('themes', '')).toContain('theme');
  });

  it('a resumed run is named with its step and the repeated steps', () => {
    expect(continued(35)).toContain(continued(0));
    expect(continued(35)).toContain('35');
    expect(continued(0)).toContain('1,240');
    expect(continued(0)).not.toBe(continued(0, 'paused'));
  });

  it('a run on other images names them', () => {
    const [onMnist, onDigits] = [onOtherData('synthetic', 'mnist'), onOtherData('mnist', 'synthetic')].map((notice) =>
      noticeText(notice, messages),
    );
    expect(onMnist).toContain('MNIST');
    expect(onDigits).not.toBe(onMnist);
  });

  it.each(PROBLEMS)('an unusable image (%s) is named with its problem', (problem) => {
    const said = (each: PictureProblem) =>
      noticeText(
        { kind: 'warning', code: 'picture-unusable', params: { name: 'a.png', problem: each, kind: 'unknown' } },
        messages,
      );
    expect(said(problem)).toContain('a.png');
    expect(said(problem)).toContain(messages.notices.codes.pictureProblems[problem](PICTURE_LIMITS));
    expect(PROBLEMS.filter((other) => said(other) === said(problem))).toEqual([problem]);
  });

  it.each(Object.keys(messages.notices.codes.pictureKinds) as FileKind[])(
    'a file that is %s instead of an image is named as such',
    (kind) => {
      const text = noticeText(
        { kind: 'warning', code: 'picture-unusable', params: { name: 'a.png', problem: 'unreadable', kind } },
        messages,
      );
      expect(text).toContain(messages.notices.codes.pictureProblems.unreadable(PICTURE_LIMITS));
      expect(text).toContain(messages.notices.codes.pictureKinds[kind]);
      expect(text).toMatch(/[.요]$/);
      expect(text).not.toMatch(/undefined|\s\s|\.\.|: \./);
    },
  );

  it('a file that the page does not accept is named', () => {
    const text = noticeText({ kind: 'info', code: 'file-unwanted', params: { name: 'a.png' } }, messages);
    expect(text).toContain('a.png');
  });

  it.each(DATA_PROBLEMS)(
    'a data file with the problem %s is named, with the problem and the next source',
    (problem) => {
      const text = noticeText(
        {
          kind: 'warning',
          code: 'data-source-failed',
          params: { file: 't10k.gz', source: 'page', problem, detail: '', next: 'built-in' },
        },
        messages,
      );
      const sameText = DATA_PROBLEMS.filter(
        (other) => messages.dataset.problems[other] === messages.dataset.problems[problem],
      );
      expect(sameText).toEqual([problem]);
      expect(text).toContain('t10k.gz');
      expect(text).toContain(messages.dataset.problems[problem]);
      expect(text).toContain(messages.dataset.sources['built-in']);
      expect(text).not.toContain('()');
    },
  );
});
