/**
 * What the reader gets when React has given up the whole page: a sentence, and a link that reloads it. Made without
 * React, which may be what failed, in the styles of the shell's own failure.
 */
import type { Messages } from '../i18n/messages.ts';

export function showPageFailure(root: Element, { pageFailed, reload }: Messages['app']): void {
  const sentence = Object.assign(document.createElement('p'), { role: 'alert', textContent: pageFailed });
  const link = Object.assign(document.createElement('a'), { href: '', textContent: reload });
  const failure = Object.assign(document.createElement('main'), { className: 'shell-failure' });
  const shell = Object.assign(document.createElement('div'), { className: 'shell' });
  failure.append(sentence, link);
  shell.append(failure);
  // React may clear its own root once more.
  const stage = root.cloneNode(false);
  stage.appendChild(shell);
  root.replaceWith(stage);
  // Without it the styles hide these words, as long as the shell is loading.
  document.documentElement.dataset['start'] = 'failed';
}
