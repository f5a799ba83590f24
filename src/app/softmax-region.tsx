/** Softmax and learning on the reader's digit: below what is seen first, so they come when the page stands. */
import { Panel } from '../components/panel.tsx';
import { useMessages } from '../i18n/use-messages.ts';
import { Loaded } from './loaded.tsx';

const loadSoftmax = () => import('../features/softmax/softmax-panel.tsx').then(({ SoftmaxPanel }) => SoftmaxPanel);
const loadLearning = () =>
  import('../features/learning-strip/learning-panel.tsx').then(({ LearningPanel }) => LearningPanel);

export function SoftmaxRegion() {
  const messages = useMessages();
  return (
    <Loaded load={loadSoftmax}>
      <Waiting id="softmax" title={messages.softmax.title} />
    </Loaded>
  );
}

export function LearningRegion() {
  const messages = useMessages();
  return (
    <Loaded load={loadLearning}>
      <Waiting id="learning" title={messages.learning.title} />
    </Loaded>
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
