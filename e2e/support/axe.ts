/** Axe with `target-size`, the rule of WCAG 2.2 that is off by default. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** Violations in the page, or in what the selector finds: rule, element and failure. */
export async function axeViolations(page: Page, selector?: string): Promise<readonly string[]> {
  const builder = new AxeBuilder({ page })
    .options({ rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'] })
    // Without a second page for the results: there are no frames to gather them from.
    .setLegacyMode(true);
  const { violations } = await (selector === undefined ? builder : builder.include(selector)).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${String(target)}: ${failureSummary}`),
  );
}
