/** The pad itself: the canvas, its invitation, and the keyboard's pen with its hint. */
import { useEffect, useId, useRef, useState } from 'react';
import { PAD_INK_WIDTH } from '../../core/strokes.ts';
import { useMessages } from '../../i18n/use-messages.ts';
import { isImage } from '../../store/drawing.ts';
import { useAppState, useSession } from '../../store/session.ts';
import { PadController } from './pad-controller.ts';
import type { Pen } from './pen-cursor.ts';
import { Reading } from './reading.tsx';
import { undoStroke } from './undo.ts';
import { usePictureHover, usePicturePaste } from './use-picture.ts';
import styles from './draw-pad.module.css';

export function DrawPad() {
  const text = useMessages().drawing;
  const session = useSession();
  const blank = useAppState(({ drawing }) => drawing.raster === null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [pen, setPen] = useState<Pen | null>(null);
  const hover = usePictureHover();
  usePicturePaste();
  const hintId = useId();

  useEffect(() => {
    if (!canvas.current) return undefined;
    const { store } = session;
    const controller = new PadController(canvas.current, {
      picture: () => {
        const { drawing } = store.getState();
        // What is not drawn shows as the network sees it.
        return { strokes: drawing.strokes, image: isImage(drawing) ? drawing.raster : null };
      },
      setStrokes: (strokes) => {
        session.setStrokes(strokes);
      },
      undo: () => {
        undoStroke(session);
      },
      onPen: setPen,
    });
    const unsubscribe = store.subscribe((state, before) => {
      if (state.drawing !== before.drawing) controller.pictureChanged();
    });
    return () => {
      unsubscribe();
      controller.dispose();
    };
  }, [session]);

  return (
    <div className={styles['pad']} data-keyboard={pen !== null} {...hover.handlers}>
      <canvas
        ref={canvas}
        className={styles['canvas']}
        data-testid="draw-pad"
        // An application, so that screen readers hand the arrow keys on.
        // oxlint-disable-next-line jsx-a11y/no-interactive-element-to-noninteractive-role
        role="application"
        tabIndex={0}
        aria-label={text.padLabel}
        aria-describedby={hintId}
      />
      {blank && (
        <p className={styles['invitation']} aria-hidden="true">
          {text.invitation}
        </p>
      )}
      <Reading />
      {hover.over && <p className={styles['drop']}>{text.dropPicture}</p>}
      {pen && <PenMark pen={pen} />}
      <p className={styles['hint']} id={hintId}>
        {text.keyboardHint}
      </p>
      <output className={styles['spoken']}>{pen && (pen.down ? text.penDown : text.penUp)}</output>
    </div>
  );
}

function PenMark({ pen }: { readonly pen: Pen }) {
  const style = { left: `${100 * pen.at[0]}%`, top: `${100 * pen.at[1]}%`, width: `${100 * PAD_INK_WIDTH}%` };
  return <span className={styles['pen']} data-down={pen.down} style={style} aria-hidden="true" />;
}
