/** Settings of the next run, and export and import of weights. */
import { Panel } from '../components/panel.tsx';
import { WeightsArea } from '../features/checkpoints/weights-area.tsx';
import { Settings } from '../features/training/settings.tsx';
import { useMessages } from '../i18n/use-messages.ts';

export function SettingsPanel() {
  const text = useMessages().training;
  return (
    <Panel title={text.settings} id="settings">
      <Settings />
      <WeightsArea />
    </Panel>
  );
}
