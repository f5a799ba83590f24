/**
 * Browser extensions and translators wrap, move and remove nodes that React has made. React then asks a parent to remove
 * a child that is elsewhere, or to insert before it: the DOM throws, and React gives the region up. Here such a child is
 * removed where it is, and what is to be inserted before it comes before its wrapper, or to the end if it is gone.
 * Stale text is prevented in `components/elements.ts`. Can go with https://github.com/facebook/react/issues/11538.
 */
export function tolerateForeignNodes({ prototype }: Pick<typeof Node, 'prototype'>): void {
  // oxlint-disable-next-line typescript/unbound-method -- called with the node that they were called on
  const { removeChild, insertBefore } = prototype;

  prototype.removeChild = function <Child extends Node>(this: Node, child: Child): Child {
    const parent = child.parentNode;
    return parent ? (removeChild.call(parent, child) as Child) : child;
  };

  prototype.insertBefore = function <Child extends Node>(this: Node, child: Child, before: Node | null): Child {
    let place = before;
    while (place && place.parentNode !== this) place = place.parentNode;
    return insertBefore.call(this, child, place) as Child;
  };
}
