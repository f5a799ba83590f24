/**
 * Messages come in above the rest of the page. Where somebody is at work there, the page is scrolled by as much as they
 * move it: what is under the reader's hand stays, and only what stands above gives way. Browsers do so by themselves
 * for some pages that have been scrolled already, but not for others, and Safari never.
 */
import { Component, createRef, type ReactNode, type RefObject } from 'react';

interface StillPageProps {
  /** Whatever changes with the messages. */
  readonly count: string;
  /** `list`: for the element of the messages; what follows it is what is to stay. */
  readonly children: (list: RefObject<HTMLElement | null>) => ReactNode;
}

/** A class, since only one is asked just before the page changes: where things were, wherever it has been scrolled to. */
export class StillPage extends Component<StillPageProps> {
  readonly #list = createRef<HTMLElement>();

  override getSnapshotBeforeUpdate(): number | null {
    return this.#topOfRest();
  }

  override componentDidUpdate(former: StillPageProps, _: unknown, before: number | null): void {
    const now = this.#topOfRest();
    // A page that nobody has touched yet opens at its top.
    const isInUse = navigator.userActivation?.hasBeenActive;
    if (!isInUse || former.count === this.props.count || before === null || now === null || before === now) return;
    window.scrollBy({ top: now - before, behavior: 'instant' });
  }

  override render(): ReactNode {
    return this.props.children(this.#list);
  }

  /** In the window. Where the browser keeps the page still by itself, that has been done. */
  #topOfRest(): number | null {
    return this.#list.current?.nextElementSibling?.getBoundingClientRect().top ?? null;
  }
}
