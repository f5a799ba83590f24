/** The network's input image, white on black as in MNIST, in every theme. */
import { useEffect, useId, useRef } from 'react';
import { PIXELS, SIDE } from '../../core/types.ts';
import { useMessages } from '../../i18n/use-messages.ts';
import { useSession } from '../../store/session.ts';
import styles from './raster-view.module.css';

export function RasterView() {
  const text = useMessages().drawing;
  const { store } = useSession();
  const canvas = useRef<HTMLCanvasElement>(null);
  const noteId = useId();

  // Without React: the image changes with every frame of a stroke.
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return undefined;
    paint(context, store.getState().drawing.raster);
    return store.subscribe((state, before) => {
      if (state.drawing.raster !== before.drawing.raster) paint(context, state.drawing.raster);
    });
  }, [store]);

  return (
    <figure className={styles['figure']}>
      <canvas
        ref={canvas}
        className={styles['raster']}
        data-testid="raster"
        width={SIDE}
        height={SIDE}
        // An image for screen readers; scripts read the canvas.
        role="img"
        aria-label={text.rasterTitle}
        aria-describedby={noteId}
      />
      <figcaption className={styles['caption']}>
        <strong className={styles['title']}>{text.rasterTitle}</strong>
        <span id={noteId}>{text.rasterNote}</span>
      </figcaption>
    </figure>
  );
}

function paint(context: CanvasRenderingContext2D, raster: Uint8Array | null): void {
  const image = context.createImageData(SIDE, SIDE);
  for (let i = 0; i < PIXELS; i++) {
    const value = raster?.[i] ?? 0;
    image.data.fill(value, 4 * i, 4 * i + 3);
    image.data[4 * i + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}
