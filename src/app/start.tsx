/** Reads the URL, opens the session, creates `window.softmaxLive` and renders the page. */
import { StrictMode, startTransition, useEffect } from 'react';
import { openRoot } from './react-root.ts';
import { words } from '../components/words.ts';
import { addMissingBuiltins } from '../core/builtins.ts';
import { fewCores } from '../core/few-cores.ts';
import type { Notice } from '../core/notices.ts';
import { Signal } from '../core/signal.ts';
import { connectEngine } from '../engine/connect.ts';
import { noticeText } from '../features/notices/notice-text.ts';
import type { Messages } from '../i18n/messages.ts';
import { isRegistered, messagesOf } from '../i18n/registry.ts';
import { App } from './app.tsx';
import { hostOf, startEmbedding } from './embedding.ts';
import { tolerateForeignNodes } from './foreign-nodes.ts';
import { showPageFailure } from './page-failure.ts';
import { parseParams, type PageParams, type ParsedParams } from './params.ts';
import { queryText } from './query.ts';
import { createRunLocks } from './runs/run-locks.ts';
import { createRunStorage } from './runs/run-storage.ts';
import { watchRelease } from './release-watch.ts';
import { createScriptInterface } from './script-interface.ts';
import { createSession } from './session.ts';
import { createTheme } from './theme.ts';

/** With few cores the engine waits at most this long for the first render, which its start would delay. */
const RENDER_LIMIT_MS = 1500;

/** `onStarted` is called when `window.softmaxLive` exists. */
export function startApp(root: Element | null, onStarted: () => void): void {
  addMissingBuiltins();
  if (!root) throw new Error('index.html has no #root');
  const parsed = parseParams(queryText(location), navigator.languages);
  const { language } = parsed.params;
  const start = (): void => {
    words.begin(language);
    startWith(root, parsed);
    onStarted();
  };
  // Usually `early.js` has loaded the catalogue, so that `window.softmaxLive` exists at `load`. The development server
  // does not do so, and the load may have failed.
  if (isRegistered(language)) start();
  else void words.load(language, 'first').then(start);
}

function startWith(root: Element, { params, notices }: ParsedParams): void {
  document.documentElement.lang = params.language;
  const rendered = new Signal();
  if (fewCores()) setTimeout(rendered.settle, RENDER_LIMIT_MS);
  else rendered.settle();
  const session = createSession({
    connect: () => rendered.settled.then(() => connectEngine()),
    ...params,
    baseUrl: new URL('.', document.baseURI).href,
    notices: [...notices, ...knownLimits(params)],
    runs: createRunStorage(),
    locks: createRunLocks(),
  });
  watchRelease(session);
  // The browser may end a hidden page without another event.
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) session.saveRun();
  });
  window.addEventListener('pagehide', () => session.saveRun());
  const api = createScriptInterface(session, (notice) => noticeText(notice, messagesInUse()));
  window.softmaxLive = api;
  const theme = createTheme(params.theme);
  const host = hostOf(window);
  const connect = host && (() => startEmbedding(host, { api, session, params, theme, content: root }));
  tolerateForeignNodes(Node);
  const page = openRoot(root, {
    // No region has caught it, so React has removed the page.
    onUncaughtError: (error) => {
      session.saveRun();
      showPageFailure(root, messagesInUse().app);
      reportError(error);
    },
  });
  // React renders a transition in slices, between which the browser paints and handles input.
  startTransition(() =>
    page.render(
      <StrictMode>
        <App session={session} params={params} theme={theme} onRendered={rendered.settle} />
        {connect && <Afterwards run={connect} />}
      </StrictMode>,
    ),
  );
}

/** Not those of the document's language, which translators change. */
function messagesInUse(): Messages {
  return messagesOf(words.inUse());
}

/** Limits reported at start-up: a later notice would shift the page or change a frame's height. */
function knownLimits({ embed, panels }: PageParams): readonly Notice[] {
  const trains = !embed || panels.includes('train');
  if (!trains || !storageIsBarred()) return [];
  return [{ kind: 'info', code: 'run-not-saved', params: { problem: 'barred', detail: '' } }];
}

/** Runs after the effects of the siblings before it. */
function Afterwards({ run }: { readonly run: () => () => void }) {
  useEffect(run, [run]);
  return null;
}

/**
 * Whether the browser blocks storage: in a sandbox without an origin, and often in frames of other sites. It checks
 * `localStorage`, which is synchronous. A browser that blocks it blocks IndexedDB too (Chromium 156, with third-party
 * cookies blocked).
 */
function storageIsBarred(): boolean {
  try {
    // The getter throws. Null means that only `localStorage` is off.
    return localStorage === undefined;
  } catch {
    return true;
  }
}
