/** The types of JSX in place of React's, by `paths` in `tsconfig.page.json`: they check the rule of `elements.ts`. */
import type { ExoticComponent, JSX as ReactJSX, Key, ReactElement } from 'react';
import type { Content, Elements } from './elements.ts';

type WithContent<Props> = Props extends { children?: unknown }
  ? Omit<Props, 'children'> & { readonly children?: Content }
  : Props;

export declare namespace JSX {
  /** A component returns no bare text, since its caller may give it siblings. */
  type ElementType =
    | keyof IntrinsicElements
    | ((props: never) => Elements)
    | ExoticComponent<never>
    | (new (props: never) => ElementClass);
  type Element = ReactJSX.Element;
  type ElementClass = ReactJSX.ElementClass;
  type ElementAttributesProperty = ReactJSX.ElementAttributesProperty;
  type ElementChildrenAttribute = ReactJSX.ElementChildrenAttribute;
  type LibraryManagedAttributes<Component, Props> = ReactJSX.LibraryManagedAttributes<Component, Props>;
  type IntrinsicAttributes = ReactJSX.IntrinsicAttributes;
  type IntrinsicClassAttributes<Instance> = ReactJSX.IntrinsicClassAttributes<Instance>;
  type IntrinsicElements = {
    [Name in keyof ReactJSX.IntrinsicElements]: WithContent<ReactJSX.IntrinsicElements[Name]>;
  };
}

export declare const Fragment: (props: { readonly children?: Elements }) => ReactElement;
export declare function jsx(type: unknown, props: unknown, key?: Key): ReactElement;
export declare function jsxs(type: unknown, props: unknown, key?: Key): ReactElement;
