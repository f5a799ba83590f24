/** Builds the code that embeds the page in another one, from a few choices, and shows a preview. */
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { words } from '../../components/words.ts';
import { useMessages } from '../../i18n/use-messages.ts';
import { isImage } from '../../store/drawing.ts';
import { useAppState, useSession } from '../../store/session.ts';
import type { DataChoice, WeightsChoice } from '../../core/types.ts';
import {
  embedUrl,
  followsContent,
  HEIGHT_PX,
  initialOptions,
  wholePageUrl,
  type EmbedOptions,
} from './embed-options.ts';
import { EmbedChoices } from './embed-choices.tsx';
import { EmbedCode } from './embed-code.tsx';
import styles from './embed-dialog.module.css';

export interface EmbedDialogProps {
  /** Absolute URL of the page's folder, with its slash. */
  readonly base: string;
  readonly language: string;
  readonly data: DataChoice;
  readonly weights: WeightsChoice;
  readonly onClose: () => void;
}

export function EmbedDialog({ base, language, data, weights, onClose }: EmbedDialogProps) {
  const text = useMessages().embedding;
  const session = useSession();
  const config = useStore(session.settings);
  const drawing = useAppState((state) => state.drawing.strokes);
  const imageOnPad = useAppState((state) => isImage(state.drawing));
  const [options, setOptions] = useState(() => initialOptions(config.model, language));
  const change = (part: Partial<EmbedOptions>) =>
    session.attempt(async () => {
      // The code has words for its readers.
      if (part.language) await words.load(part.language, 'embedding');
      setOptions((before) => ({ ...before, ...part }));
    });
  const now = { config, drawing, data, weights };
  const url = embedUrl(base, options, now);

  return (
    <Dialog title={text.title} closeLabel={text.close} width="lg" onClose={onClose}>
      <div className={styles['body']}>
        <EmbedChoices options={options} imageOnPad={imageOnPad} onChange={change} />
        <EmbedCode base={base} url={url} pageUrl={wholePageUrl(base, options, now)} options={options} />
        <EmbedPreview url={url} options={options} />
      </div>
    </Dialog>
  );
}

interface EmbedPreviewProps {
  readonly url: string;
  readonly options: EmbedOptions;
}

/** The embedded page, loaded on request: it costs as much as the page itself. */
function EmbedPreview({ url, options }: EmbedPreviewProps) {
  const text = useMessages().embedding;
  const [shown, setShown] = useState(false);
  return (
    <section className={styles['preview']} aria-label={text.preview}>
      {shown ? (
        // A new frame for each address: navigating one frame would add entries to the page's history.
        <Frame key={url} url={url} options={options} />
      ) : (
        <>
          <p className={styles['note']}>{text.previewNote}</p>
          <div className={styles['actions']}>
            <Button onClick={() => setShown(true)}>{text.showPreview}</Button>
          </div>
        </>
      )}
    </section>
  );
}

function Frame({ url, options }: EmbedPreviewProps) {
  const text = useMessages().embedding;
  const frame = useRef<HTMLIFrameElement>(null);
  const [contentPx, setContentPx] = useState<number | null>(null);

  useEffect(() => {
    const listen = ({ source, data }: MessageEvent<unknown>): void => {
      if (source === frame.current?.contentWindow && isResize(data)) setContentPx(data.height);
    };
    addEventListener('message', listen);
    return () => removeEventListener('message', listen);
  }, []);

  const heightPx = (followsContent(options) ? contentPx : null) ?? options.heightPx;
  return (
    // The page's own origin, in a frame as the snippet has it.
    // oxlint-disable-next-line react/iframe-missing-sandbox
    <iframe
      ref={frame}
      className={styles['frame']}
      src={url}
      title={text.preview}
      style={{ height: Math.min(heightPx, HEIGHT_PX.max) }}
    />
  );
}

function isResize(data: unknown): data is { readonly height: number } {
  return (
    typeof data === 'object' &&
    data !== null &&
    'type' in data &&
    data.type === 'resize' &&
    'height' in data &&
    typeof data.height === 'number'
  );
}
