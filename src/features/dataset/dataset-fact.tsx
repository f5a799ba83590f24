/** The data set in use, how much of it is loaded, and why it is not MNIST where it is not. */
import { useState } from 'react';
import { SPACE } from '../../components/elements.ts';
import { Button } from '../../components/button.tsx';
import { Fact } from '../../components/fact.tsx';
import type { DataFailure, DataReport } from '../../engine/engine.ts';
import { useMessages } from '../../i18n/use-messages.ts';
import { useAppState, useSession } from '../../store/session.ts';
import styles from './dataset-fact.module.css';

export function DatasetFact() {
  const text = useMessages().dataset;
  const report = useAppState((state) => state.data);
  const complete = report !== null && report.loaded >= report.total;
  const allOf = ({ trainTotal, testTotal }: DataReport) => text.images(trainTotal, testTotal);
  return (
    <Fact
      label={text.label}
      value={report ? text.names[report.dataset] : text.waiting}
      remark={report ? (complete ? allOf(report) : text.loading(report.loaded, report.total)) : undefined}
      otherRemarks={report ? [text.loading(report.total, report.total), allOf(report)] : []}
      data={{
        'data-testid': 'dataset',
        'data-dataset': report?.dataset ?? '',
        'data-loaded': report?.loaded ?? 0,
        'data-total': report?.total ?? 0,
      }}
    >
      {report && !complete && (
        <progress
          className={styles['progress']}
          aria-label={text.loadingLabel}
          value={report.loaded}
          max={report.total}
        />
      )}
      {report?.interrupted === true && <p role="status">{text.interrupted}</p>}
      {report && <About report={report} />}
    </Fact>
  );
}

function About({ report }: { readonly report: DataReport }) {
  const text = useMessages().dataset;
  if (report.failures.length === 0) return null;
  return (
    <>
      <details>
        <summary>{text.why}</summary>
        <ul>
          {report.failures.map((failure, i) => (
            // One source can fail twice for one file; failures are only appended.
            <Failure key={`${i} ${failure.source} ${failure.file}`} failure={failure} />
          ))}
        </ul>
        <p>
          <span>{text.whatToDo}</span>
          {SPACE}
          <code translate="no">npm run data</code>
          {SPACE}
          <span>{text.whatToDoEnd}</span>
        </p>
      </details>
      {report.dataset === 'synthetic' && <Again />}
    </>
  );
}

/** Tries to load MNIST again. Drawing and weights stay; the run stays until MNIST is loaded. */
function Again() {
  const text = useMessages().dataset;
  const session = useSession();
  const [trying, setTrying] = useState(false);
  const retry = async () => {
    setTrying(true);
    try {
      await session.retryData();
    } finally {
      setTrying(false);
    }
  };
  return (
    <p>
      <Button disabled={trying} onClick={() => session.attempt(retry)}>
        {trying ? text.trying : text.again}
      </Button>
    </p>
  );
}

function Failure({ failure: { source, file, problem, detail } }: { readonly failure: DataFailure }) {
  const text = useMessages().dataset;
  return (
    <li>
      <span>{text.failure(text.sources[source], file, text.problems[problem])}</span>
      {detail !== '' && <span lang="en">{` (${detail})`}</span>}
    </li>
  );
}
