/** An error boundary: a region that fails leaves the others. */
import { messageOf } from '../core/message-of.ts';
import type { Elements } from '../components/elements.ts';
import { Button } from '../components/button.tsx';
import { ErrorBoundary } from '../components/error-boundary.tsx';
import { useMessages } from '../i18n/use-messages.ts';
import { useAppState, useSession } from '../store/session.ts';
import styles from './region.module.css';

export function Region({ children }: { readonly children: Elements }) {
  const session = useSession();
  const text = useMessages().app;
  // Another try would ask for the same missing file.
  const isOutdated = useAppState(({ notices }) => notices.some(({ notice }) => notice.code === 'newer-release'));
  return (
    <ErrorBoundary
      onError={(error) => {
        const reason = messageOf(error);
        session.notify({ kind: 'error', code: 'engine-error', params: { reason } });
      }}
      renderFallback={(retry) => (
        <div className={styles['failed']}>
          <p>{text.regionFailed}</p>
          {isOutdated ? (
            <Button onClick={() => location.reload()}>{text.reload}</Button>
          ) : (
            <Button onClick={retry}>{text.retry}</Button>
          )}
        </div>
      )}
    >
      {children}
    </ErrorBoundary>
  );
}
