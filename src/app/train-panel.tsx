/** Controls, progress and figures of the run; model, data set and backend. */
import type { Elements } from '../components/elements.ts';
import { Control } from '../components/control.tsx';
import { Panel } from '../components/panel.tsx';
import { BackendFact } from '../features/backend/backend-fact.tsx';
import { DatasetFact } from '../features/dataset/dataset-fact.tsx';
import { ModelFact } from '../features/model/model-fact.tsx';
import { RunProgress } from '../features/training/run-progress.tsx';
import { RunStats } from '../features/training/run-stats.tsx';
import { RunStatus } from '../features/training/run-status.tsx';
import { TrainingControls } from '../features/training/training-controls.tsx';
import { useMessages } from '../i18n/use-messages.ts';
import styles from './train-panel.module.css';

export interface TrainPanelProps {
  /** If there is an offer, it replaces the facts. */
  readonly offer: Elements;
}

export function TrainPanel({ offer }: TrainPanelProps) {
  const text = useMessages().training;
  return (
    <Panel title={text.title} id="train" actions={<RunStatus />}>
      <TrainingControls />
      <RunProgress />
      <RunStats />
      <div className={styles['end']}>
        <Control name="facts">
          <div className={styles['facts']}>
            <ModelFact />
            <DatasetFact />
            <BackendFact />
          </div>
        </Control>
        {offer}
      </div>
    </Panel>
  );
}
