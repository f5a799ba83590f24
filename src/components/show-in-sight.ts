/** With less of the frame on the screen a dialog could not be read there. In CSS pixels. */
const LEAST_PX = 320;

/**
 * Opens a dialog in the part of a frame that is on the screen. Browsers put it into the middle of the frame, which may be
 * as tall as its content: the post around would be scrolled to there, or the dialog never be seen. Only an observer is
 * told what of a frame can be seen, a moment later. Returns how to leave it closed.
 */
export function showInSight(dialog: HTMLDialogElement): () => void {
  if (window.parent === window) {
    dialog.showModal();
    return () => undefined;
  }
  const observer = new IntersectionObserver((entries) => {
    observer.disconnect();
    const seen = entries[0]?.intersectionRect;
    if (seen && seen.height >= LEAST_PX) {
      dialog.style.top = `${seen.top}px`;
      dialog.style.bottom = `${window.innerHeight - seen.bottom}px`;
      dialog.style.maxHeight = `calc(${seen.height}px - 2 * var(--space-4))`;
    }
    dialog.showModal();
  });
  observer.observe(document.documentElement);
  return () => observer.disconnect();
}
