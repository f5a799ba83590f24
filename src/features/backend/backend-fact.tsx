/** What the training runs on, and in plain words why on nothing faster. */
import { Fact } from '../../components/fact.tsx';
import type { BackendReport, PassedOver } from '../../engine/engine.ts';
import { useMessages } from '../../i18n/use-messages.ts';
import { useAppState } from '../../store/session.ts';

export function BackendFact() {
  const text = useMessages().backend;
  const report = useAppState((state) => state.backend);
  return (
    <Fact
      label={text.label}
      value={report ? text.names[report.backend] : text.waiting}
      remark={report ? deviceOf(report, text.software) : undefined}
      data={{ 'data-testid': 'backend', 'data-backend': report?.backend ?? '', 'data-path': report?.path ?? '' }}
    >
      {report && report.passedOver.length > 0 && (
        <ul>
          {report.passedOver.map((passed) => (
            <Reason key={passed.backend} passed={passed} />
          ))}
        </ul>
      )}
    </Fact>
  );
}

function Reason({ passed: { backend, why, detail } }: { readonly passed: PassedOver }) {
  const text = useMessages().backend;
  const sentence = text.why[why](text.names[backend]);
  if (detail === '') return <li>{sentence}</li>;
  return (
    <li>
      <details>
        <summary>{sentence}</summary>
        <span lang="en">{detail}</span>
      </details>
    </li>
  );
}

function deviceOf({ device, software }: BackendReport, softwareText: string): string {
  return software ? `${device}, ${softwareText}` : device;
}
