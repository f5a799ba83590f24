/** What the next run will be, and the weights to take away. */
import { Panel } from '../components/panel.tsx';
import { DownloadWeights } from '../features/training/download-weights.tsx';
import { Settings } from '../features/training/settings.tsx';
import { useMessages } from '../i18n/use-messages.ts';

export function SettingsPanel() {
  const text = useMessages().training;
  return (
    <Panel title={text.settings} id="settings">
      <Settings />
      <DownloadWeights />
    </Panel>
  );
}
