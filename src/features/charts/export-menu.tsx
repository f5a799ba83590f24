/** Saves what the charts show: as pictures, and in numbers. Without anything to save it says so. */
import { useId, useRef, type FocusEvent, type KeyboardEvent } from 'react';
import { Button } from '../../components/button.tsx';
import { Control } from '../../components/control.tsx';
import { saveFile } from '../../components/save-file.ts';
import { useMessages } from '../../i18n/use-messages.ts';
import { useAppState, useSession } from '../../store/session.ts';
import type { Scale } from './axis.ts';
import { HEIGHT_PX, WIDTH_PX, chartSvg } from './chart-svg.ts';
import { batchesCsv, epochsCsv } from './csv.ts';
import { fileName } from './file-name.ts';
import { paletteOf } from './palette.ts';
import { svgToPng } from './svg-to-png.ts';
import { usePictures, type ChartName } from './use-pictures.ts';
import styles from './export-menu.module.css';

const CHARTS = ['loss', 'accuracy'] as const;
const PICTURES = ['PNG', 'SVG'] as const;
const CSV = 'text/csv;charset=utf-8';

export function ExportMenu({ scale }: { readonly scale: Scale }) {
  return (
    <Control name="export">
      <Menu scale={scale} />
    </Control>
  );
}

function Menu({ scale }: { readonly scale: Scale }) {
  const text = useMessages().exports;
  const session = useSession();
  const { store } = session;
  const menu = useRef<HTMLDetailsElement>(null);
  const noteId = useId();
  const batches = useAppState(({ lossSeries, run }) => lossSeries.buckets.length > 0 && run.stepsPerEpoch > 0);
  const epochs = useAppState((state) => state.epochs.length > 0);
  const picture = usePictures(scale);

  const close = (): void => {
    if (!menu.current) return;
    menu.current.open = false;
    menu.current.querySelector('summary')?.focus();
  };
  const save = (content: BlobPart, what: string, type: string): void => {
    const model = store.getState().model?.model ?? 'mlp';
    saveFile({ content, name: fileName(model, what), type }, session);
    close();
  };
  const saveChart = (chart: ChartName, format: 'PNG' | 'SVG'): void => {
    const svg = chartSvg(picture(chart, paletteOf(document.body)));
    if (format === 'SVG') save(svg, `${chart}.svg`, 'image/svg+xml');
    else session.attempt(async () => save(await svgToPng(svg, WIDTH_PX, HEIGHT_PX), `${chart}.png`, 'image/png'));
  };
  const saveBatches = (): void => {
    const { lossSeries, accuracySeries, run } = store.getState();
    save(batchesCsv(lossSeries, accuracySeries, run.stepsPerEpoch), 'batches.csv', CSV);
  };
  const saveEpochs = (): void => save(epochsCsv(store.getState().epochs), 'epochs.csv', CSV);
  const note = batches ? (epochs ? null : text.noEpochYet) : text.nothingYet;
  const reason = note === null ? undefined : noteId;

  return (
    // Escape and going elsewhere close it, as one expects of a menu; it can do without both.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <details
      ref={menu}
      className={styles['menu']}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key === 'Escape') close();
      }}
      onBlur={({ relatedTarget, currentTarget }: FocusEvent<HTMLDetailsElement>) => {
        // A press on what takes no focus leaves none behind either, and must not close it before it is a click.
        if (relatedTarget !== null && !currentTarget.contains(relatedTarget)) currentTarget.open = false;
      }}
    >
      <summary aria-label={text.label}>{text.open}</summary>
      <div className={styles['sheet']}>
        {note !== null && (
          <p className={styles['note']} id={noteId}>
            {note}
          </p>
        )}
        <ul className={styles['items']}>
          {CHARTS.flatMap((chart) =>
            PICTURES.map((format) => (
              <li key={chart + format}>
                <Button
                  variant="quiet"
                  disabled={!batches}
                  aria-describedby={reason}
                  onClick={() => saveChart(chart, format)}
                >
                  {text.item(text.charts[chart], format)}
                </Button>
              </li>
            )),
          )}
          <li>
            <Button variant="quiet" disabled={!batches} aria-describedby={reason} onClick={saveBatches}>
              {text.item(text.batches, 'CSV')}
            </Button>
          </li>
          <li>
            <Button variant="quiet" disabled={!epochs} aria-describedby={reason} onClick={saveEpochs}>
              {text.item(text.epochs, 'CSV')}
            </Button>
          </li>
        </ul>
      </div>
    </details>
  );
}
