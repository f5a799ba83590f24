import { describe, expect, it } from 'vitest';
import { addPolicies } from './content-policy.ts';

const CHARSET = '<meta charset="utf-8" />';
const EARLY = '<script  src="./early.js?v=1" data-app="./a.js"></script>';
const page = (...lines: readonly string[]) => ['<head>', ...lines, '</head>'].join('\n');

describe('the policies of the built page', () => {
  const html = addPolicies(page(CHARSET, EARLY));
  const everywhere = / content="([^"]*)"/.exec(html)?.[1] ?? '';
  const ownHost = / data-policy="([^"]*)"/.exec(html)?.[1] ?? '';

  it('stand before everything that they are to hold for', () => {
    expect(html.indexOf('Content-Security-Policy')).toBeGreaterThan(html.indexOf('charset'));
    expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.indexOf('early.js'));
    expect(html).toContain(' data-policy="default-src');
    expect(html).toContain(' data-app="./a.js"></script>');
  });

  it('allow WebAssembly, and neither eval nor anything inline', () => {
    for (const policy of [everywhere, ownHost]) {
      expect(policy).toMatch(/script-src [^;]*'wasm-unsafe-eval'/);
      expect(policy).not.toContain("'unsafe-eval'");
      expect(policy).not.toContain("'unsafe-inline'");
    }
  });

  it('do not rely on the page’s own origin before there has been a script to name it', () => {
    expect(everywhere).not.toContain("'self'");
    expect(ownHost).toMatch(/^default-src 'none'; script-src 'self' /);
    expect(ownHost).not.toMatch(/https?:[ ;]/);
  });

  it('fail to be built where their place is missing', () => {
    expect(() => addPolicies(page('<title>x</title>', EARLY))).toThrow('charset');
    expect(() => addPolicies(page(CHARSET))).toThrow('early.js');
  });
});
