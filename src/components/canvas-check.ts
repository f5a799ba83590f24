/**
 * Whether the browser returns the pixels of a canvas as they are. Protections against fingerprinting change them: all of
 * them (Firefox with resistFingerprinting, Tor Browser, LibreWolf), or the lowest bits (Brave, Firefox's private
 * windows). Strokes need no such reading; images and charts saved as PNG do.
 */
type Canvas2d = Pick<CanvasRenderingContext2D, 'createImageData' | 'putImageData' | 'getImageData'>;

/** Of 255: the three lowest bits. A digit is read the same with every pixel changed by more than this. */
const TOLERANCE = 7;

/** Writes known pixels over `width` × `height` of the canvas and reads them back. They stay on it. */
export function altersPixels(canvas: Canvas2d, width: number, height: number): boolean {
  const image = canvas.createImageData(width, height);
  const known = image.data;
  // Loops: a function called for each of a million bytes would hold the page up.
  for (let i = 0; i < known.length; i++) known[i] = i % 4 === 3 ? 255 : knownByte(i);
  canvas.putImageData(image, 0, 0);
  const { data } = canvas.getImageData(0, 0, width, height);
  for (let i = 0; i < known.length; i++) if (Math.abs((known[i] ?? 0) - (data[i] ?? 0)) > TOLERANCE) return true;
  return false;
}

/** Without a pattern: some protections leave uniform areas as they are. Multiplicative hash (Knuth, TAOCP 3, 6.4). */
function knownByte(index: number): number {
  return Math.imul(index, 0x9e3779b1) >>> 24;
}
