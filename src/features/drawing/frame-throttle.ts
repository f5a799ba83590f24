/** Runs a function at most once a frame. The last request always runs. */

export interface Frames {
  request(callback: () => void): number;
  cancel(handle: number): void;
}

const browserFrames: Frames = {
  request: (callback) => requestAnimationFrame(callback),
  cancel: (handle) => {
    cancelAnimationFrame(handle);
  },
};

export interface FrameThrottle {
  /** Runs once in the next frame. */
  call(): void;
  /** Runs a waiting call now; without one it does nothing. */
  flush(): void;
  cancel(): void;
}

export function throttleToFrames(run: () => void, frames: Frames = browserFrames): FrameThrottle {
  let handle: number | null = null;
  const cancel = () => {
    if (handle !== null) frames.cancel(handle);
    handle = null;
  };
  return {
    call() {
      handle ??= frames.request(() => {
        handle = null;
        run();
      });
    },
    flush() {
      if (handle === null) return;
      cancel();
      run();
    },
    cancel,
  };
}
