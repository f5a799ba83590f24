import { beforeEach, describe, expect, it } from 'vitest';
import { tolerateForeignNodes } from './foreign-nodes.ts';

/** As much of the DOM's nodes as React's changes need, with their errors. */
function createDom() {
  class FakeNode {
    readonly name: string;
    parentNode: FakeNode | null = null;
    readonly children: FakeNode[] = [];

    constructor(name: string, ...children: readonly FakeNode[]) {
      this.name = name;
      for (const child of children) this.insertBefore(child, null);
    }

    removeChild(child: FakeNode): FakeNode {
      this.children.splice(this.#indexOf(child), 1);
      child.parentNode = null;
      return child;
    }

    insertBefore(child: FakeNode, before: FakeNode | null): FakeNode {
      const index = before ? this.#indexOf(before) : this.children.length;
      this.children.splice(index, 0, child);
      child.parentNode = this;
      return child;
    }

    #indexOf(child: FakeNode): number {
      const index = this.children.indexOf(child);
      if (index < 0) throw new Error('NotFoundError');
      return index;
    }

    toString(): string {
      return this.children.length === 0 ? this.name : `${this.name}(${this.children.join(' ')})`;
    }
  }
  return FakeNode;
}

function openPage() {
  const Dom = createDom();
  // The part of the interface that is used.
  tolerateForeignNodes(Dom as unknown as typeof Node);
  const [kept, child] = [new Dom('kept'), new Dom('child')];
  return { Dom, kept, child, page: new Dom('page', child, kept) };
}

describe('a change by React to a page that others have changed', () => {
  let dom = openPage();
  beforeEach(() => {
    dom = openPage();
  });

  it('is made as usual where nothing has changed', () => {
    const { Dom, page, child, kept } = dom;
    page.insertBefore(new Dom('new'), kept);
    page.removeChild(child);
    page.insertBefore(child, null);
    expect(String(page)).toBe('page(new kept child)');
  });

  it('removes a child from where it was moved to', () => {
    const { Dom, page, child } = dom;
    page.removeChild(child);
    const wrapper = new Dom('wrapper', child);
    page.insertBefore(wrapper, null);
    expect(page.removeChild(child)).toBe(child);
    expect(String(page)).toBe('page(kept wrapper)');
  });

  it('leaves a child that is gone already', () => {
    const { page, child } = dom;
    page.removeChild(child);
    expect(page.removeChild(child)).toBe(child);
    expect(String(page)).toBe('page(kept)');
  });

  it('inserts before the wrapper of the next child, or at the end where that is gone', () => {
    const { Dom, page, child, kept } = dom;
    page.removeChild(kept);
    page.insertBefore(new Dom('outer', new Dom('inner', kept)), null);
    page.insertBefore(new Dom('first'), kept);
    page.removeChild(child);
    page.insertBefore(new Dom('last'), child);
    expect(String(page)).toBe('page(first outer(inner(kept)) last)');
  });
});
