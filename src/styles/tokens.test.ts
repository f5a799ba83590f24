import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');
const [themed = '', fallback = ''] = css.split('@supports not (color: light-dark(red, red))');

it('browsers without light-dark() get the light value of every colour', () => {
  const declarations = [...themed.matchAll(/--[a-z-]+: [^;]*light-dark\([^;]*;/g)];
  expect(declarations.length).toBeGreaterThan(20);
  for (const [declaration] of declarations)
    expect(fallback).toContain(declaration.replaceAll(/light-dark\((#\w+), #\w+\)/g, '$1'));
});
