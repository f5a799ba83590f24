/** MathML in JSX. React renders it, but its types lack it. */
import type { ComponentProps } from 'react';
import type { Elements } from './elements.ts';

interface MathAttributes extends Omit<ComponentProps<'span'>, 'ref'> {
  readonly display?: 'block' | 'inline';
  readonly mathvariant?: 'normal';
  /** Of an operator: its position relative to its operands. */
  readonly form?: 'prefix' | 'infix' | 'postfix';
}

declare module 'react' {
  // oxlint-disable-next-line typescript/no-namespace -- the only way to extend React's types
  namespace JSX {
    interface IntrinsicElements {
      math: MathAttributes;
      mrow: MathAttributes;
      mfrac: MathAttributes;
      msub: MathAttributes;
      msup: MathAttributes;
      munder: MathAttributes;
      munderover: MathAttributes;
      mi: MathAttributes;
      mn: MathAttributes;
      mo: MathAttributes;
      mtext: MathAttributes;
      mtable: MathAttributes;
      mtr: MathAttributes;
      mtd: MathAttributes;
      mspace: MathAttributes & { readonly width?: string };
    }
  }
}

export interface MathProps {
  /** Accessible text, for screen readers that don't read MathML. */
  readonly label?: string;
  readonly display?: 'block' | 'inline';
  readonly className?: string | undefined;
  readonly children: Elements;
}

export function Formula({ label, display = 'inline', className, children }: MathProps) {
  return (
    <math translate="no" display={display} className={className} {...(label !== undefined && { 'aria-label': label })}>
      {children}
    </math>
  );
}

/** A letter with a subscript. */
export function Indexed({ base, index }: { readonly base: string; readonly index: string | number }) {
  return (
    <msub>
      <mi>{base}</mi>
      {typeof index === 'number' ? <mn>{index}</mn> : <mi>{index}</mi>}
    </msub>
  );
}
