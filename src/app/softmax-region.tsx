/** Softmax and learning on the reader's digit: below what is seen first, so they come when the page stands. */
import { Panel } from '../components/panel.tsx';
import { useMessages } from '../i18n/use-messages.ts';
import { createRegionLoader, LazyRegion } from './lazy-region.tsx';

const loadSoftmax = createRegionLoader(
  () => import('../features/softmax/softmax-panel.tsx'),
  ({ SoftmaxPanel }) => SoftmaxPanel,
);
const loadLearning = createRegionLoader(
  () => import('../features/learning-strip/learning-panel.tsx'),
  ({ LearningPanel }) => LearningPanel,
);

export function SoftmaxRegion() {
  const messages = useMessages();
  return (
    <LazyRegion load={loadSoftmax}>
      <Waiting id="softmax" title={messages.softmax.title} />
    </LazyRegion>
  );
}

export function LearningRegion() {
  const messages = useMessages();
  return (
    <LazyRegion load={loadLearning}>
      <Waiting id="learning" title={messages.learning.title} />
    </LazyRegion>
  );
}

function Waiting({ id, title }: { readonly id: string; readonly title: string }) {
  const text = useMessages().app;
  return (
    <Panel id={id} title={title}>
      <p>{text.panelLoading}</p>
    </Panel>
  );
}
