import { describe, expect, it } from 'vitest';
import type { ForeignKind } from '../../core/file-kind.ts';
import type { WeightsChange, WeightsProblem } from '../../core/weights-fault.ts';
import { messagesOf } from '../../i18n/all-catalogues.ts';
import { LANGUAGES } from '../../i18n/catalogues.ts';
import { noticeText } from './notice-text.ts';

describe.each(LANGUAGES)('notices about weights files, in %s', (language) => {
  const messages = messagesOf(language);
  const problems = Object.keys(messages.checkpoints.problems) as Exclude<WeightsProblem, 'no-safetensors'>[];

  it.each(problems)('%s: has the file and the problem, without gaps in the text', (problem) => {
    const params = { name: 'a.safetensors', problem, part: 'l1.bias', found: '3', expected: '4' };
    const text = noticeText({ kind: 'error', code: 'weights-invalid', params }, messages);
    expect(text).toContain('a.safetensors');
    expect(text).toMatch(/[.요]$/);
    expect(text).not.toMatch(/undefined|null|\s\s|\(\)|\.\./);
  });

  it.each(Object.keys(messages.checkpoints.kinds) as ForeignKind[])(
    'a file that is %s is named as such, with advice',
    (kind) => {
      const params = { name: 'my "model".pt', problem: 'no-safetensors', part: '', found: kind, expected: '' } as const;
      const text = noticeText({ kind: 'error', code: 'weights-invalid', params }, messages);
      expect(text).toContain(messages.checkpoints.kinds[kind]);
      // Lines that convert it, or a second sentence.
      expect(text.includes('\n') || messages.checkpoints.kinds[kind].includes('. ')).toBe(true);
      expect(text).not.toMatch(/undefined|null|\s\s|\.\./);
    },
  );

  it('a PyTorch file is refused with the two lines that convert it', () => {
    const params = {
      name: 'my "model".pt',
      problem: 'no-safetensors',
      part: '',
      found: 'pytorch',
      expected: '',
    } as const;
    const lines = noticeText({ kind: 'error', code: 'weights-invalid', params }, messages).split('\n').slice(1);
    expect(lines).toEqual([
      'import torch; from safetensors.torch import save_file',
      'save_file(torch.load("my \\"model\\".pt", map_location="cpu"), "weights.safetensors")',
    ]);
  });

  it.each(Object.keys(messages.checkpoints.changes) as WeightsChange[])(
    'an import with the change %s says so',
    (change) => {
      const notes = [{ change, names: 'module., F64', count: 3 }];
      const params = { name: 'a.safetensors', model: 'cnn', accuracy: null, notes } as const;
      const text = noticeText({ kind: 'info', code: 'weights-imported', params }, messages);
      expect(text).toContain(messages.checkpoints.changes[change]('module., F64', 3));
      expect(text).toMatch(/[.요]$/);
      expect(text).not.toMatch(/undefined|\s\s|\.\./);
    },
  );

  it('an import names model and accuracy only as the file states them', () => {
    const text = (accuracy: number | null, name = 'a.safetensors') =>
      noticeText(
        { kind: 'info', code: 'weights-imported', params: { name, model: 'cnn', accuracy, notes: [] } },
        messages,
      );
    expect(text(0.9712)).toContain('97.12%');
    expect(text(null)).not.toContain('%');
    expect(text(null)).toContain(messages.training.models.cnn);
    expect(text(null, '')).not.toMatch(/undefined|\s\s/);
  });
});
