/** Builds the code that puts the page into another one, from a few choices. */
import { useState } from 'react';
import { useStore } from 'zustand';
import { Dialog } from '../../components/dialog.tsx';
import { useMessages } from '../../i18n/use-messages.ts';
import { isImage } from '../../store/drawing.ts';
import { useAppState, useSession } from '../../store/session.ts';
import type { DataChoice, WeightsChoice } from '../../core/types.ts';
import { embedUrl, initialOptions, wholePageUrl } from './embed-options.ts';
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
  const imageOnPad = useAppState((state) => isImage(state.drawing));
  const [options, setOptions] = useState(() => initialOptions(config.model, language));
  const now = { config, drawing, data, weights };
  const url = embedUrl(base, options, now);

  return (
    <Dialog title={text.title} closeLabel={text.close} width="lg" onClose={onClose}>
      <div className={styles['body']}>
        <EmbedChoices
          options={options}
          imageOnPad={imageOnPad}
          onChange={(part) => setOptions((before) => ({ ...before, ...part }))}
        />
        <EmbedCode base={base} url={url} pageUrl={wholePageUrl(base, options, now)} options={options} />
        <EmbedPreview url={url} options={options} />
      </div>
    </Dialog>
  );
}
