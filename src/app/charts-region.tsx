/** The charts. A placeholder keeps their place until their library is loaded. */
import { Panel } from '../components/panel.tsx';
import { useMessages } from '../i18n/use-messages.ts';
import { createRegionLoader, LazyRegion } from './lazy-region.tsx';
import styles from './charts-region.module.css';

const load = createRegionLoader(
  () => import('../features/charts/charts-panel.tsx'),
  ({ ChartsPanel }) => ChartsPanel,
);

export function ChartsRegion() {
  const messages = useMessages();
  return (
    <LazyRegion load={load}>
      <Panel id="charts" title={messages.charts.title}>
        <p className={styles['placeholder']}>{messages.app.chartsLoading}</p>
      </Panel>
    </LazyRegion>
  );
}
