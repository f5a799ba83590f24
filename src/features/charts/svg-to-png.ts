/** For screens of two pixels to each of the page's, and for print. */
const SCALE = 2;

/** By the browser's own drawing of the SVG, `width` × `height` px of CSS. Rejects where it can't be drawn. */
export async function svgToPng(svg: string, width: number, height: number): Promise<Blob> {
  const image = new Image(width * SCALE, height * SCALE);
  // A data address, unlike a blob's, leaves nothing behind that would have to be released.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width * SCALE;
  canvas.height = height * SCALE;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser gives no canvas to draw the picture on');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/png');
  });
  if (!blob) throw new Error('This browser could not make a PNG of the picture');
  return blob;
}
