/** Live charts of the run's loss and accuracy, and the same numbers in a table. */
import { useId, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Panel } from '../../components/panel.tsx';
import { useMessages } from '../../i18n/use-messages.ts';
import type { Scale } from './axis.ts';
import styles from './charts-panel.module.css';
import { AccuracyFigure, LossFigure } from './curve-figures.tsx';
import { EpochTable } from './epoch-table.tsx';
import { ExportMenu } from './export-menu.tsx';

export function ChartsPanel() {
  const { charts, titles } = useMessages();
  const [table, setTable] = useState(false);
  const [scale, setScale] = useState<Scale>('linear');
  const tableId = useId();
  const actions = (
    <>
      <Button
        variant="quiet"
        aria-expanded={table}
        aria-controls={table ? tableId : undefined}
        onClick={() => setTable(!table)}
      >
        {charts.showTable}
      </Button>
      <ExportMenu scale={scale} />
    </>
  );
  return (
    <Panel id="charts" title={titles.charts} actions={actions}>
      <div className={styles['charts']}>
        <LossFigure scale={scale} onScale={setScale} />
        <AccuracyFigure />
      </div>
      {table && <EpochTable id={tableId} />}
    </Panel>
  );
}
