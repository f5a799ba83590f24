import { describe, expect, it, vi } from 'vitest';
import { messagesOf } from '../i18n/registry.ts';
import { createWords, withWords } from './words.ts';

function deferred() {
  let resolve!: () => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** Catalogues whose loading each test ends, by `language/part`. */
function openWords() {
  const files = new Map<string, ReturnType<typeof deferred>>();
  const importFile = vi.fn(async (language: string, part: string) => {
    const file = deferred();
    files.set(`${language}/${part}`, file);
    await file.promise;
  });
  const words = createWords(importFile);
  words.begin('en');
  const asked = () => [...files.keys()];
  const end = (file: string) => files.get(file)?.resolve();
  return { words, files, importFile, asked, end };
}

const turn = () => new Promise((resolve) => setTimeout(resolve)); // prettier-ignore

describe('the words of a lazy part', () => {
  it('are loaded once, in the language in use', async () => {
    const { words, importFile, end } = openWords();
    const needed = [words.need('charts'), words.need('charts')];
    end('en/charts');
    await Promise.all(needed);
    expect(importFile.mock.calls).toEqual([['en', 'charts']]);
  });

  it('are loaded again after a failure', async () => {
    const { words, files, end } = openWords();
    const failed = words.need('charts');
    files.get('en/charts')?.reject(new Error('offline'));
    await expect(failed).rejects.toThrow('offline');
    const needed = words.need('charts');
    end('en/charts');
    await needed;
  });
});

describe('a switch to another language', () => {
  it('waits for the words of every part that is on the page', async () => {
    const { words, asked, end } = openWords();
    const needed = words.need('charts');
    end('en/charts');
    await needed;
    const done = vi.fn();
    const switched = words.switchTo('ko').finally(done);
    expect(asked()).toEqual(['en/charts', 'ko/first', 'ko/charts']);
    end('ko/first');
    await turn();
    expect(done).not.toHaveBeenCalled();
    end('ko/charts');
    expect(await switched).toBe(true);
  });

  it('waits for the words of a part that is needed meanwhile', async () => {
    const { words, end } = openWords();
    const switched = words.switchTo('ko');
    const needed = words.need('softmax');
    end('ko/first');
    end('en/softmax');
    await needed;
    await turn();
    end('ko/softmax');
    expect(await switched).toBe(true);
  });

  it('gives a part that is still loading its words in the new language', async () => {
    const { words, end } = openWords();
    const needed = words.need('softmax');
    const done = vi.fn();
    void needed.finally(done);
    const switched = words.switchTo('ko');
    end('ko/first');
    end('ko/softmax');
    expect(await switched).toBe(true);
    end('en/softmax');
    await needed;
    expect(done).toHaveBeenCalled();
  });

  it('is superseded by a later switch', async () => {
    const { words, end } = openWords();
    const first = words.switchTo('ko');
    const second = words.switchTo('en');
    end('ko/first');
    end('en/first');
    expect(await Promise.all([first, second])).toEqual([false, true]);
  });

  it('rejects where the words can’t be loaded, and later parts keep the former language', async () => {
    const { words, files, end } = openWords();
    const switched = words.switchTo('ko');
    files.get('ko/first')?.reject(new Error('offline'));
    await expect(switched).rejects.toThrow('offline');
    const needed = words.need('charts');
    end('en/charts');
    await needed;
  });
});

it('a lazy part comes together with its words', async () => {
  expect(await withWords('charts', async () => 'the charts')()).toBe('the charts');
  expect(messagesOf('en').charts.loss).toBe('Loss');
});
