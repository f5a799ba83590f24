import { useAppState, useSession } from './session.ts';

/** Props of a button that replaces the drawing with a test digit. */
export function useTestDigit(): { readonly disabled: boolean; readonly onClick: () => void } {
  const session = useSession();
  const hasData = useAppState(({ data }) => data !== null);
  return { disabled: !hasData, onClick: () => session.attempt(() => session.showSample()) };
}
