/**
 * Offers a reload where the page's own code can't be loaded any more. After a new release a host has no longer the files
 * of the release before, so a page that is open asks for them in vain. A page with a service worker has them all.
 */
import type { Notice, NoticeCode } from '../core/notices.ts';
import type { EngineEvent } from '../engine/engine.ts';
import type { AppSession } from './session.ts';

/** Of a worker or a backend: its code may be what is missing. */
const ENGINE_FAILURES: ReadonlySet<NoticeCode> = new Set([
  'worker-unavailable',
  'worker-crashed',
  'engine-restarted',
  'backend-lost',
  'backend-none',
]);
/** Chromium, Firefox, Safari, Vite for style sheets, `load-part.ts` for them. */
const PART_FAILURE = /dynamically imported module|importing a module|preload css|style sheet/i;

/** `otherRelease`: whether the host has another release than this page. */
export function watchRelease(
  session: Pick<AppSession, 'subscribe' | 'notify' | 'saveRun'>,
  otherRelease: () => Promise<boolean> = hostHasOtherRelease,
): () => void {
  const failedParts = new Set<string>();

  async function offer(code: 'newer-release' | 'part-missing'): Promise<void> {
    const isReplaced = await otherRelease();
    if (!isReplaced && code === 'newer-release') return;
    session.saveRun();
    session.notify({ kind: 'warning', code: isReplaced ? 'newer-release' : code, params: {} });
  }

  return session.subscribe((event) => {
    const part = event.type === 'notice' ? missingPart(event.notice) : null;
    // Another try has not helped, or the browser keeps the failure (Safari).
    if (part !== null) void offer(failedParts.has(part) ? 'part-missing' : 'newer-release');
    else if (isEngineFailure(event)) void offer('newer-release');
    if (part !== null) failedParts.add(part);
  });
}

/** The browser's message about a part of the page that could not be loaded. */
function missingPart({ code, params }: Notice): string | null {
  return code === 'engine-error' && PART_FAILURE.test(params.reason) ? params.reason : null;
}

function isEngineFailure(event: EngineEvent): boolean {
  if (event.type === 'backend') return event.report.passedOver.some(({ why }) => why === 'error');
  return event.type === 'notice' && ENGINE_FAILURES.has(event.notice.code);
}

/** False where it can't be known: without a network, and in development. */
async function hostHasOtherRelease(): Promise<boolean> {
  const own = document.querySelector<HTMLElement>('meta[name="softmax-live"]')?.dataset['app'];
  if (own === undefined) return false;
  const address = new URL(location.href);
  // No cache has an answer at this address, and neither has a service worker.
  address.searchParams.set('release', String(Date.now()));
  try {
    const response = await fetch(address, { cache: 'no-store' });
    return response.ok && isOtherRelease(await response.text(), own);
  } catch {
    return false;
  }
}

/** `own`: the address of this page's script. HTML without one is another page: a login, or the host's error page. */
export function isOtherRelease(html: string, own: string): boolean {
  const found = /\bdata-app=["']?([^"'\s>]+)/.exec(html)?.[1];
  return found !== undefined && found !== own;
}
