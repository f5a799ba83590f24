/** Builds the code that puts the page into another one, from a few choices. */
import { useEffect, useId, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../components/button.tsx';
import { useMessages } from '../../i18n/use-messages.ts';
import { useAppState, useSession } from '../../store/session.ts';
import type { DataChoice, WeightsChoice } from '../../core/types.ts';
import { embedUrl, initialOptions } from './embed-options.ts';
import { EmbedChoices } from './embed-choices.tsx';
import { EmbedCode } from './embed-code.tsx';
import { EmbedPreview } from './embed-preview.tsx';
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
  const [options, setOptions] = useState(() => initialOptions(config.model, language));
  const dialog = useRef<HTMLDialogElement>(null);
  const headingId = useId();
  const url = embedUrl(base, options, { config, drawing, data, weights });

  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
  }, []);

  return (
    // Closing gives the focus back to where it was; only then may the element go.
    <dialog ref={dialog} className={styles['dialog']} aria-labelledby={headingId} onClose={onClose}>
      <header className={styles['header']}>
        <h2 className={styles['title']} id={headingId}>
          {text.title}
        </h2>
        <Button variant="quiet" onClick={() => dialog.current?.close()}>
          {text.close}
        </Button>
      </header>
      <div className={styles['body']}>
        <EmbedChoices options={options} onChange={(part) => setOptions((before) => ({ ...before, ...part }))} />
        <EmbedCode base={base} url={url} options={options} />
        <EmbedPreview url={url} options={options} />
      </div>
    </dialog>
  );
}
