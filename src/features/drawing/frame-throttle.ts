/** Runs something at most once a frame, however often it is asked for, and never forgets the last request. */

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
  /** In the next frame, once. */
  call(): void;
  /** Now, in place of the frame that is waited for; nothing where none is. */
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
