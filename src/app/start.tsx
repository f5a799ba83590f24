/** Reads the URL, opens the session, offers it to scripts and puts the page in its place. */
import { StrictMode, startTransition, useEffect } from 'react';
import { openRoot } from './react-root.ts';
import { words } from '../components/words.ts';
import { fewCores } from '../core/few-cores.ts';
import type { Notice } from '../core/notices.ts';
import { Signal } from '../core/signal.ts';
import { connectEngine } from '../engine/connect.ts';
import { noticeText } from '../features/notices/notice-text.ts';
import { isRegistered, messagesOf } from '../i18n/registry.ts';
import { App } from './app.tsx';
import { hostOf, startEmbedding } from './embedding.ts';
import { parseParams, type PageParams, type ParsedParams } from './params.ts';
import { createRunLocks } from './runs/run-locks.ts';
import { createRunStorage } from './runs/run-storage.ts';
import { createScriptInterface } from './script-interface.ts';
import { createSession } from './session.ts';
import { createTheme } from './theme.ts';

/** With few cores the engine waits at most this long for the page: its first seconds would slow down the page's start. */
const RENDER_LIMIT_MS = 1500;

/** `onStarted` is called when `window.softmaxLive` exists. */
export function startApp(root: Element | null, onStarted: () => void): void {
  if (!root) throw new Error('index.html has no #root');
  const parsed = parseParams(location.search, navigator.languages);
  const { language } = parsed.params;
  const start = (): void => {
    words.begin(language);
    startWith(root, parsed);
    onStarted();
  };
  // `early.js` has started the catalogue, so that scripts find `window.softmaxLive` when the page is loaded. The
  // development server has none to start, and a catalogue may have failed to come.
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
  // The browser may end a hidden page without any event.
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) session.saveRun();
  });
  window.addEventListener('pagehide', () => session.saveRun());
  // The page keeps its language on its root element, wherever it is changed.
  const api = createScriptInterface(session, (notice) => noticeText(notice, messagesOf(document.documentElement.lang)));
  window.softmaxLive = api;
  const theme = createTheme(params.theme);
  const host = hostOf(window);
  const connect = host && (() => startEmbedding(host, { api, session, params, theme, content: root }));
  const page = openRoot(root);
  // In slices, between which the browser draws and answers: in one piece it takes a phone a quarter of a second.
  startTransition(() =>
    page.render(
      <StrictMode>
        <App session={session} params={params} theme={theme} onRendered={rendered.settle} />
        {connect && <Afterwards run={connect} />}
      </StrictMode>,
    ),
  );
}

/** Reported at start-up: a later notice would move the page, or change a frame's height. */
function knownLimits({ embed, panels }: PageParams): readonly Notice[] {
  const trains = !embed || panels.includes('train');
  if (!trains || !storageIsBarred()) return [];
  return [{ kind: 'info', code: 'run-not-saved', params: { problem: 'barred', detail: '' } }];
}

/** Runs after the effects of what is rendered before it. */
function Afterwards({ run }: { readonly run: () => () => void }) {
  useEffect(run, [run]);
  return null;
}

/**
 * Whether nothing can be stored here from the start: in a sandbox without an origin, and wherever the browser blocks it,
 * as many do for frames of other sites. `localStorage` is asked because it answers at once; what bars it bars IndexedDB
 * as well (seen in Chromium 156, with third-party cookies blocked).
 */
function storageIsBarred(): boolean {
  try {
    // The getter itself throws. Null, where a reader has switched off this kind alone, says nothing of the other.
    return localStorage === undefined;
  } catch {
    return true;
  }
}
