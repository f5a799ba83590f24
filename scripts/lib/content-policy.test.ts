import { describe, expect, it } from 'vitest';
import { addPolicies } from './content-policy.ts';

const CHARSET = '<meta charset="utf-8" />';
const START = '<meta name="softmax-live" data-app="./a.js" />';
const page = (...lines: readonly string[]) => ['<head>', ...lines, '</head>'].join('\n');

describe('the content security policies of the built page', () => {
  const html = addPolicies(page(CHARSET, START));
  const everywhere = / content="([^"]*)"/.exec(html)?.[1] ?? '';
  const ownHost = / data-policy="([^"]*)"/.exec(html)?.[1] ?? '';

  it('come before everything that they apply to', () => {
    expect(html.indexOf('Content-Security-Policy')).toBeGreaterThan(html.indexOf('charset'));
    expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.indexOf('softmax-live'));
    expect(html).toContain(' data-policy="default-src');
    expect(html).toContain(' data-app="./a.js" />');
  });

  it('allow WebAssembly, and neither eval nor anything inline', () => {
    for (const policy of [everywhere, ownHost]) {
      expect(policy).toMatch(/script-src [^;]*'wasm-unsafe-eval'/);
      expect(policy).not.toContain("'unsafe-eval'");
      expect(policy).not.toContain("'unsafe-inline'");
    }
  });

  it('name no own origin before a script can name the host', () => {
    expect(everywhere).not.toContain("'self'");
    expect(ownHost).toMatch(/^default-src 'none'; script-src 'self' /);
    expect(ownHost).not.toMatch(/https?:[ ;]/);
  });

  it('fail the build if their place is missing', () => {
    expect(() => addPolicies(page('<title>x</title>', START))).toThrow('charset');
    expect(() => addPolicies(page(CHARSET))).toThrow('early.js');
  });
});
