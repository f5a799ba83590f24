/** What a page offers its reader: an embedder may show a few panels only. */
import { createContext, use } from 'react';
import { PANELS, type PanelName } from '../core/controls.ts';

export const ShownPanels = createContext<readonly PanelName[]>(PANELS);

export function usePanelShown(name: PanelName): boolean {
  return use(ShownPanels).includes(name);
}
