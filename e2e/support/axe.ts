/** What axe finds, with the one rule that WCAG 2.2 has added to it and that axe leaves off unless it is asked for. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** In the whole page, or in what the selector finds: rule, element and what is wrong with it. */
export async function axeViolations(page: Page, selector?: string): Promise<readonly string[]> {
  const builder = new AxeBuilder({ page }).options({ rules: { 'target-size': { enabled: true } } });
  const { violations } = await (selector === undefined ? builder : builder.include(selector)).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${String(target)}: ${failureSummary}`),
  );
}
