/**
 * Calls `repaint` when the colours of the pad's canvas change: its pixels keep the former ones. The transition in
 * draw-pad.module.css reports the theme, the system, forced colours and extensions such as Dark Reader alike.
 */
export function watchColours(
  canvas: HTMLCanvasElement,
  repaint: () => void,
  options: { readonly signal: AbortSignal },
): void {
  canvas.addEventListener('transitionrun', repaint, options);
  // Paper is light. Print style sheets apply too late: Firefox prints a copy that it has made before.
  const recolour = (scheme: string) => () => {
    canvas.style.colorScheme = scheme;
    repaint();
  };
  window.addEventListener('beforeprint', recolour('only light'), options);
  window.addEventListener('afterprint', recolour(''), options);
}
