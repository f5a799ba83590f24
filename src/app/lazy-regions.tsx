/** Regions loaded after the first render. Placeholders reserve their space. */
import type { Elements } from '../components/elements.ts';
import { Panel } from '../components/panel.tsx';
import { useMessages } from '../i18n/use-messages.ts';
import { createRegionLoader, LazyRegion } from './lazy-region.tsx';
import styles from './lazy-regions.module.css';

const loadCharts = createRegionLoader(
  'charts',
  () => import('../features/charts/charts-panel.tsx'),
  ({ ChartsPanel }) => ChartsPanel,
);
const loadSoftmax = createRegionLoader(
  'softmax',
  () => import('../features/softmax/softmax-panel.tsx'),
  ({ SoftmaxPanel }) => SoftmaxPanel,
);
const loadLearning = createRegionLoader(
  'learning',
  () => import('../features/learning-strip/learning-panel.tsx'),
  ({ LearningPanel }) => LearningPanel,
);
const loadExplanations = createRegionLoader(
  'explain',
  () => import('../features/explain/explanations.tsx'),
  ({ Explanations }) => Explanations,
);

export function ChartsRegion() {
  const { app: text } = useMessages();
  return (
    <LazyRegion load={loadCharts}>
      <Placeholder name="charts">
        <p className={styles['charts']}>{text.chartsLoading}</p>
      </Placeholder>
    </LazyRegion>
  );
}

export function SoftmaxRegion() {
  const { app: text } = useMessages();
  return (
    <LazyRegion load={loadSoftmax}>
      <Placeholder name="softmax">
        <p>{text.panelLoading}</p>
      </Placeholder>
    </LazyRegion>
  );
}

export function LearningRegion() {
  const { app: text } = useMessages();
  return (
    <LazyRegion load={loadLearning}>
      <Placeholder name="learning">
        <p>{text.panelLoading}</p>
      </Placeholder>
    </LazyRegion>
  );
}

/** Without a placeholder: only the footer is below it. */
export function ExplanationsRegion() {
  return <LazyRegion load={loadExplanations}>{null}</LazyRegion>;
}

interface PlaceholderProps {
  readonly name: 'charts' | 'softmax' | 'learning';
  readonly children: Elements;
}

function Placeholder({ name, children }: PlaceholderProps) {
  const { titles } = useMessages();
  return (
    <Panel id={name} title={titles[name]}>
      {children}
    </Panel>
  );
}
