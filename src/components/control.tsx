/** A control that an embedder may take away with `?hide=`; hidden ones are not in the page at all. */
import { createContext, use, type ReactNode } from 'react';
import type { ControlName } from '../core/controls.ts';

export const HiddenControls = createContext<readonly ControlName[]>([]);

/** It may also be in a panel that is not shown. */
export function useControlHidden(name: ControlName): boolean {
  return use(HiddenControls).includes(name);
}

export function Control({ name, children }: { readonly name: ControlName; readonly children: ReactNode }) {
  return useControlHidden(name) ? null : children;
}
