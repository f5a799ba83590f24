import { describe, expect, it } from 'vitest';
import type { WeightsProblem } from '../../core/weights-fault.ts';
import { messagesOf } from '../../i18n/all-catalogues.ts';
import { LANGUAGES } from '../../i18n/catalogues.ts';
import { noticeText } from './notice-text.ts';

describe.each(LANGUAGES)('notices about weights files, in %s', (language) => {
  const messages = messagesOf(language);
  const problems = Object.keys(messages.checkpoints.problems) as WeightsProblem[];

  it.each(problems)('%s: has the file and the problem, without gaps in the text', (problem) => {
    const params = { name: 'a.safetensors', problem, part: 'l1.bias', found: '3', expected: '4' };
    const text = noticeText({ kind: 'error', code: 'weights-invalid', params }, messages);
    expect(text).toContain('a.safetensors');
    expect(text).toMatch(/[.요]$/);
    expect(text).not.toMatch(/undefined|null|\s\s|\(\)|\.\./);
  });

  it('an import names model and accuracy only as the file states them', () => {
    const text = (accuracy: number | null, name = 'a.safetensors') =>
      noticeText({ kind: 'info', code: 'weights-imported', params: { name, model: 'cnn', accuracy } }, messages);
    expect(text(0.9712)).toContain('97.12%');
    expect(text(null)).not.toContain('%');
    expect(text(null)).toContain(messages.training.models.cnn);
    expect(text(null, '')).not.toMatch(/undefined|\s\s/);
  });
});
