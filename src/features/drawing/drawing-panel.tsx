/** The reader's digit: the pad with its buttons, and the image that the network sees. */
import { useRef } from 'react';
import { Button } from '../../components/button.tsx';
import { Control } from '../../components/control.tsx';
import { sentences } from '../../components/sentences.ts';
import { Panel } from '../../components/panel.tsx';
import { useMessages } from '../../i18n/use-messages.ts';
import { useAppState, useSession } from '../../store/session.ts';
import { useTestDigit } from '../../store/use-test-digit.ts';
import { DrawPad } from './draw-pad.tsx';
import { RasterView } from './raster-view.tsx';
import { undoStroke } from './undo.ts';
import { usePicturesAccepted, useShowPicture } from './use-picture.ts';
import styles from './drawing-panel.module.css';

/** What is on the pad, or how to get something onto it. */
function useCaption(): string {
  const text = useMessages().drawing;
  const sample = useAppState(({ drawing }) => drawing.sample);
  const picture = useAppState(({ drawing }) => drawing.picture);
  const pictures = usePicturesAccepted();
  if (sample) return text.sample(sample.index, sample.label);
  if (picture) return text.picture(picture.name);
  return sentences(text.howTo, pictures && text.howToPicture);
}

export function DrawingPanel() {
  const text = useMessages().drawing;
  const session = useSession();
  const hasStrokes = useAppState(({ drawing }) => drawing.strokes.length > 0);
  const testDigit = useTestDigit();
  const caption = useCaption();
  const hasInk = useAppState(({ drawing }) => drawing.raster !== null);

  return (
    <Panel title={text.title} id="draw">
      <div className={styles['container']}>
        <div className={styles['layout']}>
          <div className={styles['pad']}>
            <DrawPad />
            <output className={styles['caption']}>{caption}</output>
          </div>
          <div className={styles['side']}>
            <div className={styles['buttons']}>
              <Control name="undo">
                <Button
                  disabled={!hasStrokes}
                  onClick={() => {
                    undoStroke(session);
                  }}
                >
                  {text.undo}
                </Button>
              </Control>
              <Control name="clear">
                <Button
                  disabled={!hasInk}
                  onClick={() => {
                    session.clearDrawing();
                  }}
                >
                  {text.clear}
                </Button>
              </Control>
              <Control name="sample">
                <Button {...testDigit}>{text.randomDigit}</Button>
              </Control>
              <Control name="picture">
                <PictureButton />
              </Control>
            </div>
            <RasterView />
          </div>
        </div>
      </div>
    </Panel>
  );
}

/** Opens the system's file dialog, or on a phone the camera. */
function PictureButton() {
  const text = useMessages().drawing;
  const input = useRef<HTMLInputElement>(null);
  const show = useShowPicture();
  return (
    <>
      <Button onClick={() => input.current?.click()}>{text.choosePicture}</Button>
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        aria-label={text.choosePicture}
        data-testid="image-input"
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file) show(file);
          // Otherwise choosing the same file again fires no event.
          currentTarget.value = '';
        }}
      />
    </>
  );
}
