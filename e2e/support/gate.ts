/** A route waits for `opened` until the test calls `open`. */
export interface Gate {
  readonly opened: Promise<void>;
  open(): void;
}

export function createGate(): Gate {
  const gate = new EventTarget();
  const opened = new Promise<void>((resolve) => {
    gate.addEventListener('open', () => resolve(), { once: true });
  });
  return { opened, open: () => void gate.dispatchEvent(new Event('open')) };
}
