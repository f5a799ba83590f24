import { useCallback } from 'react';
import { useFormat } from '../../i18n/use-messages.ts';

/** Formats a loss: 2.296, 0.1070, and 1.2e+9 where it diverges. `decimals`: the same for all, in a column. */
export function useLossFormat(decimals?: number): (loss: number) => string {
  const format = useFormat();
  return useCallback(
    (loss: number) => {
      if (loss >= 10_000) return loss.toExponential(1);
      return format.decimal(loss, decimals ?? (loss < 0.2 ? 4 : 3));
    },
    [format, decimals],
  );
}
