/** In CSS pixels. A dialog needs at least this much of the frame on the screen. */
const LEAST_PX = 320;

/**
 * Opens a dialog in the part of a frame that is on the screen. Browsers centre it in the frame, which may be as tall as
 * its content: the page around would scroll, or the dialog would be off-screen. Only an observer, a moment later, knows
 * which part of a frame is visible. Returns a function that cancels the opening.
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
