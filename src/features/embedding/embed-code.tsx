/** The embed code in the chosen format, to copy. */
import { useId, useRef, useState } from 'react';
import { SPACE } from '../../components/elements.ts';
import { Button } from '../../components/button.tsx';
import { SelectField } from '../../components/field.tsx';
import { useCopy } from '../../components/use-copy.ts';
import { messagesOf } from '../../i18n/registry.ts';
import { useLanguage, useMessages } from '../../i18n/use-messages.ts';
import { followsContent, type EmbedOptions } from './embed-options.ts';
import { JEKYLL_LINE, snippetCode, type SnippetFormat } from './snippets.ts';
import styles from './embed-dialog.module.css';

export interface EmbedCodeProps {
  readonly base: string;
  readonly url: string;
  /** Address of the whole page. */
  readonly pageUrl: string;
  readonly options: EmbedOptions;
}

export function EmbedCode({ base, url, pageUrl, options }: EmbedCodeProps) {
  const text = useMessages().embedding;
  const own = useLanguage();
  const [format, setFormat] = useState<SnippetFormat>('html');
  const block = useRef<HTMLPreElement>(null);
  const labelId = useId();
  // The texts within the code are in the frame's language.
  const words = messagesOf(options.language ?? own).embedding;
  const code = snippetCode(format, {
    url,
    pageUrl,
    scriptUrl: new URL('embed.js', base).href,
    title: words.frameTitle,
    heightPx: options.heightPx,
    autoHeight: followsContent(options),
    hostTheme: options.theme === 'host',
    poster: options.poster ? words.posterText : null,
  });
  const { outcome, copy } = useCopy(() => code, block);

  return (
    <section className={styles['code']} aria-labelledby={labelId}>
      <h3 className={styles['subtitle']} id={labelId}>
        {text.code}
      </h3>
      <div className={styles['fields']}>
        <SelectField label={text.format} value={format} options={text.formats} onChange={setFormat} />
      </div>
      {/* Focusable, so that it can be scrolled with the keyboard. */}
      <pre
        ref={block}
        className={styles['block']}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        role="group"
        aria-labelledby={labelId}
        lang="en"
        translate="no"
      >
        <code>{code}</code>
      </pre>
      <p className={styles['note']}>
        <span>{text.hints[format]}</span>
        {SPACE}
        {format === 'jekyll' && <code translate="no">{JEKYLL_LINE}</code>}
      </p>
      <div className={styles['actions']}>
        <Button variant="primary" onClick={copy}>
          {text.copyCode}
        </Button>
        <output className={styles['note']}>
          {outcome === 'copied' ? text.copied : outcome === 'failed' && text.copyFailed}
        </output>
      </div>
    </section>
  );
}
