/** Runs an action at most once in `intervalMs`; the last call is never lost. */
export interface ReportThrottle {
  call(): void;
  /** Runs a waiting call now. */
  flush(): void;
  /** Drops a waiting call. */
  cancel(): void;
}

export function throttleReports(action: () => void, intervalMs: number): ReportThrottle {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let waiting = false;
  const run = () => {
    waiting = false;
    timer = setTimeout(() => {
      timer = null;
      if (waiting) run();
    }, intervalMs);
    action();
  };
  const cancel = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    waiting = false;
  };
  return {
    call: () => {
      if (timer === null) run();
      else waiting = true;
    },
    flush: () => {
      const due = waiting;
      cancel();
      if (due) action();
    },
    cancel,
  };
}
