/** The panels that the page shows: an embedder can choose some of them. */
import { createContext, use } from 'react';
import { PANELS, type PanelName } from '../core/controls.ts';

export const ShownPanels = createContext<readonly PanelName[]>(PANELS);

export function usePanelShown(name: PanelName): boolean {
  return use(ShownPanels).includes(name);
}
