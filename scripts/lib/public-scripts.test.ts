import path from 'node:path';
import { Script } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { ROOT } from './paths.ts';
import { minifiedScript, PUBLIC_SCRIPTS } from './public-scripts.ts';

const read = (name: (typeof PUBLIC_SCRIPTS)[number]) => minifiedScript(path.join(ROOT, 'public'), name);

describe('a script of public/', () => {
  it.each(PUBLIC_SCRIPTS)('is built as a classic script without comments: %s', async (name) => {
    const code = await read(name);
    expect(() => new Script(code)).not.toThrow();
    expect(code).not.toMatch(/\/\/ |\/\*/);
  });

  it('gets no newer syntax than it has, if readers need it to learn that their browser is too old', async () => {
    expect(await read('early.js')).not.toMatch(/\?\.|\?\?|=>|\bconst\b|\blet\b/);
  });
});
