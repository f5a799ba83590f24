/** The backend in use, with the reason for each faster one that was passed over. */
import { Fact } from '../../components/fact.tsx';
import type { BackendReport, PassedOver } from '../../engine/engine.ts';
import { useMessages } from '../../i18n/use-messages.ts';
import { useAppState } from '../../store/session.ts';
import styles from './backend-fact.module.css';

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
      <div className={styles['reasons']}>
        {report && report.passedOver.length > 0 && (
          <ul>
            {report.passedOver.map((passed) => (
              <Reason key={passed.backend} passed={passed} />
            ))}
          </ul>
        )}
        <Room />
      </div>
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

/** Reserves the height of the longest reasons for both GPU backends. The text is in attributes: not read out or found. */
function Room() {
  const text = useMessages().backend;
  return (
    <ul className={styles['room']} aria-hidden>
      {(['webgpu', 'webgl'] as const).map((backend) => (
        <li key={backend}>
          <details>
            <summary aria-hidden>
              <span data-words={text.why.software(text.names[backend])} />
            </summary>
          </details>
        </li>
      ))}
    </ul>
  );
}

function deviceOf({ device, software }: BackendReport, softwareText: string): string {
  return software ? `${device}, ${softwareText}` : device;
}
