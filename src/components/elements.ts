/**
 * Every text on the page is the only child of its element. Page translators replace text nodes, so React must not hold
 * any: of a text with siblings it keeps the node, writes to it after it is gone, and fails where it removes it or inserts
 * before it. Of an only child it sets `textContent`, which is right whatever the element contains by then.
 * `jsx-runtime.d.ts` has these types checked, except within `<>`, whose children
 * TypeScript does not check. https://github.com/facebook/react/issues/11538
 */
import { createElement, Fragment, type ReactElement } from 'react';

/** What may have siblings. */
export type Elements = ReactElement | boolean | null | undefined | readonly Elements[];

/** The one text that may have siblings: it never changes, and translators leave it alone. */
export const SPACE = createElement(Fragment, null, ' ');

/** All that an element contains: one text, or elements. */
export type Content = string | number | Elements;

export type ElementsOf<Props> = (props: Props) => Elements;
