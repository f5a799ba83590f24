/**
 * The charts, whose library is large and comes when the page stands. Their place is kept until then. By hand
 * and not with `lazy`: React shows what a Suspense boundary has waited for only when nothing more urgent is
 * due, and while a run moves the store ten times a second on a slow machine there always is.
 */
import { useEffect, useState, type ComponentType } from 'react';
import { Panel } from '../components/panel.tsx';
import { useMessages } from '../i18n/use-messages.ts';
import styles from './charts-region.module.css';

type Loading = { readonly panel: ComponentType } | { readonly error: unknown } | null;

export function ChartsRegion() {
  const messages = useMessages();
  const [loading, setLoading] = useState<Loading>(null);

  useEffect(() => {
    let current = true;
    import('../features/charts/charts-panel.tsx').then(
      ({ ChartsPanel }) => current && setLoading({ panel: ChartsPanel }),
      (error: unknown) => current && setLoading({ error }),
    );
    return () => {
      current = false;
    };
  }, []);

  if (loading && 'error' in loading) throw loading.error;
  if (loading) return <loading.panel />;
  return (
    <Panel id="charts" title={messages.charts.title}>
      <p className={styles['placeholder']}>{messages.app.chartsLoading}</p>
    </Panel>
  );
}
