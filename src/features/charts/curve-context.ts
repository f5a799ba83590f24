import { createContext, use, type ReactNode } from 'react';
import type { CurvePoint, TestPoint } from './curve.ts';

/**
 * What changes with every update of a chart. It goes past recharts in a context: handed through as props it
 * would make recharts render all of its parts and work out its state anew, tens of times what the lines cost.
 */
export interface Drawn {
  readonly points: readonly CurvePoint[];
  readonly tests: readonly TestPoint[];
  /** What there is to say at x epochs. */
  readonly describe: (x: number) => ReactNode;
}

export const CurveContext = createContext<Drawn>({ points: [], tests: [], describe: () => null });

export function useDrawn(): Drawn {
  return use(CurveContext);
}
