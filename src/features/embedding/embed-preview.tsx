/** The embedded form itself, once it is asked for: it costs what the page costs. */
import { useEffect, useRef, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { useMessages } from '../../i18n/use-messages.ts';
import { followsContent, HEIGHT_PX, type EmbedOptions } from './embed-options.ts';
import styles from './embed-dialog.module.css';

export interface EmbedPreviewProps {
  readonly url: string;
  readonly options: EmbedOptions;
}

export function EmbedPreview({ url, options }: EmbedPreviewProps) {
  const text = useMessages().embedding;
  const [shown, setShown] = useState(false);
  return (
    <section className={styles['preview']} aria-label={text.preview}>
      {shown ? (
        // Another address is another frame: navigating this one would fill the history of the page.
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
    // As it will be: our own page, in a frame that takes nothing away from it.
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
