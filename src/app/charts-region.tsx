/** The charts, whose library is large. Their place is kept until they have come. */
import { Panel } from '../components/panel.tsx';
import { useMessages } from '../i18n/use-messages.ts';
import { Loaded } from './loaded.tsx';
import styles from './charts-region.module.css';

const load = () => import('../features/charts/charts-panel.tsx').then(({ ChartsPanel }) => ChartsPanel);

export function ChartsRegion() {
  const messages = useMessages();
  return (
    <Loaded load={load}>
      <Panel id="charts" title={messages.charts.title}>
        <p className={styles['placeholder']}>{messages.app.chartsLoading}</p>
      </Panel>
    </Loaded>
  );
}
