/** What the page's content security policy forbids while a test uses the page. */
import type { Page } from '@playwright/test';

/** Workers report theirs to the console only. */
const COMPLAINT = /content security policy|refused to|violates the following/i;

/** What was forbidden in the page, its workers and its frames. Grows while they live. */
export async function violationsIn(page: Page): Promise<readonly string[]> {
  const violations: string[] = [];
  page.on('console', (message) => {
    if (COMPLAINT.test(message.text())) violations.push(message.text());
  });
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile, lineNumber }) => {
      console.error(
        `violates the following: ${violatedDirective} ${blockedURI} at ${sourceFile}:${lineNumber} in ${location.href}`,
      );
    });
  });
  return violations;
}
