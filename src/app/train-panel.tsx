/** The run in one place: what can be done, how it goes, and on what, from what and with what it is done. */
import { Control } from '../components/control.tsx';
import { Panel } from '../components/panel.tsx';
import { BackendFact } from '../features/backend/backend-fact.tsx';
import { DatasetFact } from '../features/dataset/dataset-fact.tsx';
import { ModelFact } from '../features/model/model-fact.tsx';
import { DownloadWeights } from '../features/training/download-weights.tsx';
import { RunProgress } from '../features/training/run-progress.tsx';
import { RunStats } from '../features/training/run-stats.tsx';
import { RunStatus } from '../features/training/run-status.tsx';
import { Settings } from '../features/training/settings.tsx';
import { TrainingControls } from '../features/training/training-controls.tsx';
import { useMessages } from '../i18n/use-messages.ts';

export function TrainPanel() {
  const text = useMessages().training;
  return (
    <Panel title={text.title} id="train" actions={<RunStatus />}>
      <TrainingControls />
      <RunProgress />
      <RunStats />
      <Settings />
      <Control name="facts">
        <div>
          <ModelFact />
          <DatasetFact />
          <BackendFact />
        </div>
      </Control>
      <DownloadWeights />
    </Panel>
  );
}
