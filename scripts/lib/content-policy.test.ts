import { describe, expect, it } from 'vitest';
import { addPolicy } from './content-policy.ts';

const page = (start: string) => `<head>\n    ${start}\n    <script src="./early.js"></script>\n</head>`;

describe('the policy of the built page', () => {
  const html = addPolicy(page('<meta charset="utf-8" />'));

  it('stands before everything that it is to hold for', () => {
    expect(html.indexOf('Content-Security-Policy')).toBeGreaterThan(html.indexOf('charset'));
    expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.indexOf('early.js'));
  });

  it('allows WebAssembly, and neither eval nor anything inline', () => {
    expect(html).toContain("script-src 'self' 'wasm-unsafe-eval';");
    expect(html).not.toContain("'unsafe-eval'");
    expect(html).not.toContain("'unsafe-inline'");
    expect(html).toContain("default-src 'none';");
  });

  it('fails to be built where its place is missing', () => {
    expect(() => addPolicy(page('<title>x</title>'))).toThrow('charset');
  });
});
