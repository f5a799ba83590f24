/** A menu that saves what the charts show, as pictures and in numbers. It says so where nothing can be saved yet. */
import { useId, useRef, type FocusEvent, type KeyboardEvent } from 'react';
import { Button } from '../../components/button.tsx';
import { Control } from '../../components/control.tsx';
import { useMessages } from '../../i18n/use-messages.ts';
import { useAppState } from '../../store/session.ts';
import type { Scale } from './axis.ts';
import { useExports } from './use-exports.ts';
import styles from './export-menu.module.css';

const CHARTS = ['loss', 'accuracy'] as const;
const PICTURES = ['PNG', 'SVG'] as const;

export function ExportMenu({ scale }: { readonly scale: Scale }) {
  return (
    <Control name="export">
      <Menu scale={scale} />
    </Control>
  );
}

function Menu({ scale }: { readonly scale: Scale }) {
  const text = useMessages().exports;
  const menu = useRef<HTMLDetailsElement>(null);
  const close = (): void => {
    if (!menu.current) return;
    menu.current.open = false;
    menu.current.querySelector('summary')?.focus();
  };
  return (
    // Escape and a change of focus close it, as in a menu. It also works without both.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <details
      ref={menu}
      className={styles['menu']}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key === 'Escape') close();
      }}
      onBlur={({ relatedTarget, currentTarget }: FocusEvent<HTMLDetailsElement>) => {
        // A press on an element that takes no focus has no `relatedTarget`. It must not close the menu before the click.
        if (relatedTarget !== null && !currentTarget.contains(relatedTarget)) currentTarget.open = false;
      }}
    >
      <summary aria-label={text.label}>{text.open}</summary>
      <Items scale={scale} onSaved={close} />
    </details>
  );
}

function Items({ scale, onSaved }: { readonly scale: Scale; readonly onSaved: () => void }) {
  const text = useMessages().exports;
  const noteId = useId();
  const batches = useAppState(({ lossSeries, run }) => lossSeries.buckets.length > 0 && run.stepsPerEpoch > 0);
  const epochs = useAppState((state) => state.epochs.length > 0);
  const { saveChart, saveBatches, saveEpochs } = useExports(scale, onSaved);
  const note = batches ? (epochs ? null : text.noEpochYet) : text.nothingYet;
  const item = (label: string, enabled: boolean, save: () => void) => (
    <li key={label}>
      <Button variant="quiet" disabled={!enabled} aria-describedby={note === null ? undefined : noteId} onClick={save}>
        {label}
      </Button>
    </li>
  );
  return (
    <div className={styles['sheet']}>
      {note !== null && (
        <p className={styles['note']} id={noteId}>
          {note}
        </p>
      )}
      <ul className={styles['items']}>
        {CHARTS.flatMap((chart) =>
          PICTURES.map((format) =>
            item(text.item(text.charts[chart], format), batches, () => saveChart(chart, format)),
          ),
        )}
        {item(text.item(text.batches, 'CSV'), batches, saveBatches)}
        {item(text.item(text.epochs, 'CSV'), epochs, saveEpochs)}
      </ul>
    </div>
  );
}
