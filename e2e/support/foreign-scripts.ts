/** What translators and extensions do to the page, and a check that React's changes arrive all the same. */
/* oxlint-disable unicorn/consistent-function-scoping -- the page gets a function without its outer scope */
import type { Page } from '@playwright/test';

/**
 * Wraps every text in the page as translators do, and every text that is added later. Some translators take the text's
 * node out, others move it: here every second text each.
 */
export async function translatePage(page: Page): Promise<void> {
  await page.evaluate(() => {
    const wrapTexts = (): void => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, ({ parentElement, nodeValue }) =>
        nodeValue?.trim() && !parentElement?.closest('font, script, style')
          ? NodeFilter.FILTER_ACCEPT
          : NodeFilter.FILTER_REJECT,
      );
      const texts: Node[] = [];
      while (walker.nextNode()) texts.push(walker.currentNode);
      for (const [i, text] of texts.entries()) {
        const outer = document.createElement('font');
        const inner = document.createElement('font');
        outer.append(inner);
        text.parentNode?.replaceChild(outer, text);
        inner.append(i % 2 === 0 ? text : (text.nodeValue ?? ''));
      }
    };
    wrapTexts();
    new MutationObserver(wrapTexts).observe(document.body, { childList: true, characterData: true, subtree: true });
    document.documentElement.lang = 'fr';
    document.documentElement.classList.add('translated-ltr');
  });
}

/** Puts nodes of its own before, into and after all elements, and wraps or takes out some, as extensions do. */
export async function meddle(page: Page): Promise<void> {
  await page.evaluate(() => {
    const mark = (): Element => document.createElement('extension-mark');
    for (const element of document.querySelectorAll('body, #root, #root *:not(svg *, math *, select *, canvas)')) {
      // Where it has been before.
      if (element.matches('extension-mark, :has(> extension-mark)')) continue;
      element.prepend(mark());
      element.append(mark());
      if (element.id !== 'root' && element !== document.body) element.after(mark());
    }
    for (const element of document.querySelectorAll('#root :is(button, input, canvas, section, p, li, svg, output)')) {
      if (element.parentElement?.matches('extension-wrapper') === true) continue;
      const wrapper = document.createElement('extension-wrapper');
      element.replaceWith(wrapper);
      wrapper.append(element);
    }
    for (const element of document.querySelectorAll('[data-testid=notice], footer p, #root header ol'))
      element.remove();
  });
}

/** The elements whose text is not the one that React has set, and the texts with siblings that React holds. */
export function staleTexts(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const reactOf = (node: Node, kind: string): unknown =>
      Object.entries(node).find(([name]) => name.startsWith(`__react${kind}$`))?.[1];
    const childrenOf = (node: Node): unknown => {
      const props = reactOf(node, 'Props');
      return typeof props === 'object' && props !== null && 'children' in props ? props.children : undefined;
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    const faults: string[] = [];
    while (walker.nextNode()) {
      const { currentNode: node } = walker;
      if (node instanceof Text) {
        if (node.data.trim() !== '' && reactOf(node, 'Fiber') !== undefined) faults.push(`has siblings: ${node.data}`);
        continue;
      }
      const text = childrenOf(node);
      if ((typeof text === 'string' || typeof text === 'number') && node.textContent !== String(text))
        faults.push(`shows ${node.textContent}, not ${text}`);
    }
    return faults;
  });
}
