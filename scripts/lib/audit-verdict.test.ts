import { describe, expect, it } from 'vitest';
import { verdictOf } from './audit-verdict.ts';

const report = (vulnerabilities: object) => JSON.stringify({ auditReportVersion: 2, vulnerabilities });

describe('the verdict of an audit', () => {
  it('names packages with vulnerabilities of high or critical severity', () => {
    const found = report({ a: { severity: 'high' }, b: { severity: 'low' }, c: { severity: 'critical' } });
    expect(verdictOf(found)).toEqual({ kind: 'vulnerable', packages: ['a (high)', 'c (critical)'] });
  });

  it('counts vulnerabilities of lower severity', () => {
    expect(verdictOf(report({}))).toEqual({ kind: 'none', others: 0 });
    expect(verdictOf(report({ b: { severity: 'moderate' } }))).toEqual({ kind: 'none', others: 1 });
  });

  it('is silent if the registry gives no report, and names no address', () => {
    const refusal = JSON.stringify({ message: '405 Method Not Allowed - POST https://registry.test/-/npm/v1/x' });
    expect(verdictOf(refusal)).toEqual({ kind: 'silent', why: '405 Method Not Allowed' });
    for (const answer of ['', '<html>', '{}', 'null', '{"auditReportVersion":1}'])
      expect(verdictOf(answer).kind, answer).toBe('silent');
  });
});
