/** A script that continues training in PyTorch, with the current model and settings, to copy or to save. */
import { useId, useRef, useState, type RefObject } from 'react';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { SelectField } from '../../components/field.tsx';
import { sentences } from '../../components/sentences.ts';
import { saveFile } from '../../components/save-file.ts';
import { useCopy } from '../../components/use-copy.ts';
import { defaultConfig } from '../../core/config.ts';
import type { DownloadDoubt, Notice } from '../../core/notices.ts';
import { useLanguage, useMessages } from '../../i18n/use-messages.ts';
import { useAppState, useSession } from '../../store/session.ts';
import { downloadWeights } from './download-weights.tsx';
import { SCRIPT_NAME, commands, pytorchScript, type ScriptVariant } from './pytorch-script.ts';
import { weightsName } from './weights-file-facts.ts';
import { continuation } from './remaining-epochs.ts';
import styles from './pytorch-dialog.module.css';

export interface PytorchDialogProps {
  readonly onClose: () => void;
}

export function PytorchDialog({ onClose }: PytorchDialogProps) {
  const text = useMessages().pytorch;

  return (
    <Dialog title={text.title} closeLabel={text.close} onClose={onClose}>
      <Body />
    </Dialog>
  );
}

function Body() {
  const { pytorch: text } = useMessages();
  const session = useSession();
  const [variant, setVariant] = useState<ScriptVariant>('single');
  const block = useRef<HTMLPreElement>(null);
  // As it was when the dialog opened: the reader cannot copy a script by hand while it changes.
  const [{ config, more, synthetic }] = useState(() => {
    const { model, run, epochs, data } = session.store.getState();
    const used = model?.config ?? defaultConfig();
    return {
      config: used,
      more: continuation(run, epochs.length, used.epochs),
      synthetic: data?.dataset === 'synthetic',
    };
  });
  const script = pytorchScript({
    variant,
    config,
    weights: weightsName(config.model),
    epochs: more.epochs,
    comments: text.comments,
  });

  return (
    <div className={styles['body']}>
      <p className={styles['text']}>{text.intro}</p>
      <div className={styles['row']}>
        <SelectField label={text.processes} value={variant} options={text.variants} onChange={setVariant} />
      </div>
      <pre className={styles['commands']} lang="en" translate="no">
        <code>{commands(variant).join('\n')}</code>
      </pre>
      <Script script={script} block={block} />
      <Actions script={script} block={block} />
      <p className={styles['text']}>
        {sentences(
          more.rest ? text.remaining(more.epochs) : text.epochs(more.epochs),
          text.notExact,
          synthetic && text.synthetic,
        )}
      </p>
    </div>
  );
}

interface ScriptProps {
  readonly script: string;
  readonly block: RefObject<HTMLPreElement | null>;
}

function Script({ script, block }: ScriptProps) {
  const text = useMessages().pytorch;
  const language = useLanguage();
  const labelId = useId();
  return (
    <>
      <h3 className={styles['subtitle']} id={labelId}>
        {text.code}
      </h3>
      {/* Focusable, so that it can be scrolled with the keyboard. */}
      <pre
        ref={block}
        className={styles['block']}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        role="group"
        aria-labelledby={labelId}
        lang={language}
        translate="no"
        data-testid="pytorch-script"
      >
        <code>{script}</code>
      </pre>
    </>
  );
}

function Actions({ script, block }: ScriptProps) {
  const { pytorch: text, checkpoints, notices } = useMessages();
  const session = useSession();
  const { outcome, copy } = useCopy(() => script, block);
  // The page's own messages are behind the dialog.
  const [doubt, setDoubt] = useState<DownloadDoubt | null>(null);
  const reader = {
    notify: ({ code, params }: Notice) => {
      if (code === 'download-unsure') setDoubt(params.doubt);
    },
  };
  const usable = useAppState(({ model }) => model !== null);
  return (
    <div className={styles['row']}>
      <Button variant="primary" onClick={copy}>
        {text.copy}
      </Button>
      <Button
        onClick={() => saveFile({ content: script, name: SCRIPT_NAME, type: 'text/x-python;charset=utf-8' }, reader)}
      >
        {text.download}
      </Button>
      <Button disabled={!usable} onClick={() => session.attempt(() => downloadWeights(session, reader))}>
        {checkpoints.download}
      </Button>
      <output className={styles['text']}>
        {outcome === 'copied' ? text.copied : outcome === 'failed' && text.copyFailed}
      </output>
      <output className={styles['text']}>{doubt && notices.codes.downloadUnsure[doubt]}</output>
    </div>
  );
}
