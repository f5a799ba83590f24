/** The pad: the canvas, its invitation, the keyboard's pen with its hint, and the answer on small screens. */
import { useEffect, useId, useRef, useState, type RefObject } from 'react';
import { PAD_INK_WIDTH } from '../../core/strokes.ts';
import { probabilityText } from '../../i18n/probability-text.ts';
import { useFormat, useMessages } from '../../i18n/use-messages.ts';
import { isImage } from '../../store/drawing.ts';
import { useAppState, useSession } from '../../store/session.ts';
import { PadController } from './pad-controller.ts';
import type { Pen } from './pen-cursor.ts';
import { undoStroke } from './undo.ts';
import { usePictureHover } from './use-picture.ts';
import styles from './draw-pad.module.css';

export function DrawPad() {
  const text = useMessages().drawing;
  const blank = useAppState(({ drawing }) => drawing.raster === null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const pen = usePad(canvas);
  const hover = usePictureHover();
  const hintId = useId();

  return (
    <div className={styles['pad']} data-keyboard={pen !== null} {...hover.handlers}>
      <canvas
        ref={canvas}
        className={styles['canvas']}
        data-testid="draw-pad"
        // With this role, screen readers pass the arrow keys to the page.
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

/** Connects the canvas with the session. The keyboard's pen; null while the keyboard isn't used. */
function usePad(canvas: RefObject<HTMLCanvasElement | null>): Pen | null {
  const session = useSession();
  const [pen, setPen] = useState<Pen | null>(null);

  useEffect(() => {
    if (!canvas.current) return undefined;
    const { store } = session;
    const controller = new PadController(canvas.current, {
      picture: () => {
        const { drawing } = store.getState();
        // An image that was not drawn shows as the network sees it.
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
  }, [session, canvas]);

  return pen;
}

function PenMark({ pen }: { readonly pen: Pen }) {
  const style = { left: `${100 * pen.at[0]}%`, top: `${100 * pen.at[1]}%`, width: `${100 * PAD_INK_WIDTH}%` };
  return <span className={styles['pen']} data-down={pen.down} style={style} aria-hidden="true" />;
}

/** The answer in the pad's corner, for small screens where the drawing hand covers the prediction panel. */
function Reading() {
  const text = useMessages().drawing;
  const format = useFormat();
  const digit = useAppState(({ drawing, prediction }) => (drawing.raster && prediction ? prediction.digit : null));
  // Rounded as in the panel, so that both show the same.
  const probability = useAppState(({ prediction }) =>
    probabilityText(prediction?.probabilities[prediction.digit] ?? 0, format),
  );
  if (digit === null) return null;
  // Screen readers get the answer from the prediction panel.
  return (
    <p className={styles['reading']} aria-hidden="true">
      {text.reading(digit, probability)}
    </p>
  );
}
