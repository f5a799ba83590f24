/**
 * Notices appear above the rest of the page and move it. While the page is in use, it scrolls by the same distance, so
 * that the content under the reader's hand does not move. Browsers' scroll anchoring does so only on some scrolled
 * pages, and Safari has none.
 */
import { Component, createRef, type RefObject } from 'react';
import type { Elements } from '../../components/elements.ts';

interface StillPageProps {
  /** Changes with the notices. */
  readonly version: string;
  /** `list`: the ref of the list's element. The element after it is to stay in place. */
  readonly children: (list: RefObject<HTMLElement | null>) => Elements;
}

/** A class: only `getSnapshotBeforeUpdate` reads positions just before the page changes. */
export class StillPage extends Component<StillPageProps> {
  readonly #list = createRef<HTMLElement>();

  override getSnapshotBeforeUpdate(): number | null {
    return this.#topOfRest();
  }

  override componentDidUpdate(former: StillPageProps, _: unknown, before: number | null): void {
    const now = this.#topOfRest();
    // Before any interaction the page stays at its top.
    const isInUse = navigator.userActivation?.hasBeenActive;
    if (!isInUse || former.version === this.props.version || before === null || now === null || before === now) return;
    window.scrollBy({ top: now - before, behavior: 'instant' });
  }

  override render(): Elements {
    return this.props.children(this.#list);
  }

  /** In the window. A browser's own scroll anchoring has already been applied. */
  #topOfRest(): number | null {
    return this.#list.current?.nextElementSibling?.getBoundingClientRect().top ?? null;
  }
}
