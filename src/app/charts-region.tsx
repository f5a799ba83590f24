/** The charts, whose library is large and comes when the page stands. Their place is kept until then. */
import { lazy, Suspense } from 'react';
import { Panel } from '../components/panel.tsx';
import { useMessages } from '../i18n/use-messages.ts';
import styles from './charts-region.module.css';

const ChartsPanel = lazy(async () => {
  const { ChartsPanel: panel } = await import('../features/charts/charts-panel.tsx');
  return { default: panel };
});

export function ChartsRegion() {
  const messages = useMessages();
  return (
    <Suspense
      fallback={
        <Panel id="charts" title={messages.charts.title}>
          <p className={styles['placeholder']}>{messages.app.chartsLoading}</p>
        </Panel>
      }
    >
      <ChartsPanel />
    </Suspense>
  );
}
