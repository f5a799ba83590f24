/** Reads the answer of `npm audit --json`. */
import * as v from 'valibot';

export type Verdict =
  | { readonly kind: 'silent'; readonly why: string }
  /** None of high or critical severity; `others` counts those of lower. */
  | { readonly kind: 'none'; readonly others: number }
  | { readonly kind: 'vulnerable'; readonly packages: readonly string[] };

const SEVERE = ['high', 'critical'];

/** Version 2 of npm's report: one entry a package. */
const REPORT = v.object({
  auditReportVersion: v.literal(2),
  vulnerabilities: v.record(v.string(), v.object({ severity: v.string() })),
});
const REFUSAL = v.object({ message: v.string() });

export function verdictOf(stdout: string): Verdict {
  let json: unknown;
  try {
    json = JSON.parse(stdout);
  } catch {
    return { kind: 'silent', why: 'its answer is no JSON' };
  }
  const report = v.safeParse(REPORT, json);
  if (!report.success) {
    const refusal = v.safeParse(REFUSAL, json);
    // Without the registry's address, which may be private.
    const why = refusal.success ? refusal.output.message.replaceAll(/\s*-?\s*\b\w+ https?:\/\/\S+/g, '') : 'no report';
    return { kind: 'silent', why };
  }
  const entries = Object.entries(report.output.vulnerabilities);
  const severe = entries.filter(([, { severity }]) => SEVERE.includes(severity));
  return severe.length > 0
    ? { kind: 'vulnerable', packages: severe.map(([name, { severity }]) => `${name} (${severity})`) }
    : { kind: 'none', others: entries.length };
}
