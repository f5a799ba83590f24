/** The network in use: its shape, its size, and the origin of its weights. */
import { Fact } from '../../components/fact.tsx';
import { CLASSES, PIXELS } from '../../core/types.ts';
import type { RunConfig } from '../../core/config.ts';
import { useMessages } from '../../i18n/use-messages.ts';
import { useAppState } from '../../store/session.ts';

export function ModelFact() {
  const text = useMessages().model;
  const report = useAppState((state) => state.model);
  return (
    <Fact
      label={text.label}
      value={report ? shapeOf(report.config, text.cnn) : text.waiting}
      remark={report ? text.remark(report.parameters, text.origins[report.weights]) : undefined}
      otherRemarks={report ? Object.values(text.origins).map((origin) => text.remark(report.parameters, origin)) : []}
      data={{
        'data-testid': 'model',
        'data-model': report?.model ?? '',
        'data-parameters': report?.parameters ?? 0,
        'data-weights': report?.weights ?? '',
      }}
    />
  );
}

function shapeOf({ model, layers }: RunConfig, cnn: string): string {
  switch (model) {
    case 'mlp':
      return [PIXELS, ...layers, CLASSES].join('–');
    case 'softmax':
      return `${PIXELS}–${CLASSES}`;
    case 'cnn':
      return `28×28, ${cnn}`;
    default:
      return model satisfies never;
  }
}
