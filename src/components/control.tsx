/** A control that an embedder can hide with `?hide=`. Hidden controls are not rendered. */
import { createContext, use } from 'react';
import type { Elements } from './elements.ts';
import type { ControlName } from '../core/controls.ts';

export const HiddenControls = createContext<readonly ControlName[]>([]);

/** Of this control only: the panel around it may be hidden too. */
export function useControlHidden(name: ControlName): boolean {
  return use(HiddenControls).includes(name);
}

export function Control({ name, children }: { readonly name: ControlName; readonly children: Elements }) {
  return useControlHidden(name) ? null : children;
}
