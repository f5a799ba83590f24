import { useState } from 'react';
import type { ElementsOf } from './elements.ts';

export interface LazyDialog<Props> {
  /** Null while the dialog is closed. */
  readonly Dialog: ElementsOf<Props> | null;
  /** Rejects where the dialog can't be loaded; the next call asks for it again. */
  readonly open: () => Promise<void>;
  readonly close: () => void;
}

/** A dialog in a chunk of its own, as most visits do without it. `load` comes from `createLoader`. */
export function useLazyDialog<Props>(load: () => Promise<ElementsOf<Props>>): LazyDialog<Props> {
  const [dialog, setDialog] = useState<ElementsOf<Props> | null>(null);
  return {
    Dialog: dialog,
    async open() {
      const loaded = await load();
      setDialog(() => loaded);
    },
    close: () => setDialog(null),
  };
}
