import { useAppState, useSession } from './session.ts';

/** For a button that puts one of the test digits in the drawing's place. */
export function useTestDigit(): { readonly disabled: boolean; readonly onClick: () => void } {
  const session = useSession();
  const hasData = useAppState(({ data }) => data !== null);
  return { disabled: !hasData, onClick: () => session.attempt(() => session.showSample()) };
}
