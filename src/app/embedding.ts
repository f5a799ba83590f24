/**
 * Messages between an embedded page and its host. Only known messages from the parent window are accepted; others are
 * ignored without an answer.
 *
 * Messages go to the parent window whatever its origin ('*'), since the page can't know its hosts. They contain the
 * height, the state, results of epochs, and predictions (digit, logits, probabilities), but never the drawing.
 * `messages=0` in the URL switches them off.
 */
import * as v from 'valibot';
import type { StoreApi } from 'zustand/vanilla';
import { EngineError } from '../engine/engine.ts';
import { createHeightReporter, heightOf, watchHeight } from './content-height.ts';
import { pauseOffScreen, watchOnScreen } from './off-screen.ts';
import { THEMES, type PageParams, type Theme } from './params.ts';
import type { SoftmaxLive } from './script-interface.ts';
import type { AppSession } from './session.ts';

const NAME = 'softmax-live';

/** The parent window. */
export interface Host {
  readonly window: { postMessage(message: unknown, targetOrigin: string): void };
  /** Calls back with every message, from any sender. Returns a function that stops it. */
  listen(listener: (event: { readonly source: unknown; readonly data: unknown }) => void): () => void;
}

/** Null if the page is not in a frame. */
export function hostOf(frame: Window): Host | null {
  const { parent } = frame;
  if (parent === frame) return null;
  return {
    window: parent,
    listen(listener) {
      frame.addEventListener('message', listener);
      return () => frame.removeEventListener('message', listener);
    },
  };
}

const COMMANDS = ['train', 'pause', 'resume', 'reset', 'clear', 'measure'] as const;

/** `embed.js` sends `measure` and `theme`: it may load after the last `resize`, and passes on its page's theme. */
const incoming = v.variant('type', [
  v.strictObject({ target: v.literal(NAME), type: v.picklist(COMMANDS) }),
  v.strictObject({ target: v.literal(NAME), type: v.literal('theme'), theme: v.picklist(THEMES) }),
]);

export interface HostConnectionParts {
  readonly api: Pick<SoftmaxLive, 'ready' | 'state' | 'on'>;
  readonly session: Pick<AppSession, 'train' | 'pause' | 'resume' | 'reset' | 'clearDrawing' | 'attempt'>;
  readonly setTheme: (theme: Theme) => void;
  /** Whether anything is posted to the host. */
  readonly posts: boolean;
  readonly height: () => number;
  /** The host has asked for a pause. */
  readonly onPause?: () => void;
}

export interface HostConnection {
  readonly postHeight: (px: number) => void;
  readonly stop: () => void;
}

/** Posts events to the host and runs its commands, until `stop`. */
export function connectHost(host: Host, parts: HostConnectionParts): HostConnection {
  const { api, posts, height } = parts;
  let stopped = false;
  const post = (type: string, detail: object): void => {
    if (posts && !stopped) host.window.postMessage({ source: NAME, type, ...detail }, '*');
  };
  const postHeight = (px: number): void => post('resize', { height: px });

  const stops = [
    api.on('state', (detail) => post('state', detail)),
    api.on('epoch', (detail) => post('epoch', detail)),
    api.on('prediction', (detail) => post('prediction', detail)),
    host.listen(({ source, data }) => {
      if (source !== host.window) return;
      const result = v.safeParse(incoming, data);
      if (result.success) runCommand(result.output, parts, () => postHeight(height()));
    }),
  ];
  void postReady();

  async function postReady(): Promise<void> {
    try {
      await api.ready;
    } catch {
      // The page shows the reason, and the host has received the state.
      return;
    }
    const { backend, dataset, model } = api.state();
    post('ready', { backend, dataset, model });
  }

  return {
    postHeight,
    stop() {
      stopped = true;
      for (const stop of stops) stop();
    },
  };
}

function runCommand(
  message: v.InferOutput<typeof incoming>,
  { session, setTheme, onPause }: HostConnectionParts,
  measure: () => void,
): void {
  switch (message.type) {
    case 'train':
      session.attempt(() => session.train());
      break;
    case 'pause':
      onPause?.();
      session.attempt(() => session.pause());
      break;
    case 'resume':
      session.attempt(() => resumeIfPaused(session));
      break;
    case 'reset':
      session.attempt(() => session.reset());
      break;
    case 'clear':
      session.clearDrawing();
      break;
    case 'measure':
      measure();
      break;
    case 'theme':
      setTheme(message.theme);
      break;
    default:
      message satisfies never;
  }
}

/** Ignores the error without a paused run: the host can't know whether there is one. */
async function resumeIfPaused(session: Pick<AppSession, 'resume'>): Promise<void> {
  try {
    await session.resume();
  } catch (error) {
    if (!(error instanceof EngineError && error.code === 'state')) throw error;
  }
}

export interface EmbeddingOptions {
  readonly api: SoftmaxLive;
  readonly session: AppSession;
  readonly params: Pick<PageParams, 'offscreen' | 'messages'>;
  readonly theme: Pick<StoreApi<Theme>, 'setState'>;
  /** An element whose height depends on its content only. */
  readonly content: Element;
}

/** Start it when the page is rendered: it posts the height from then on. */
export function startEmbedding(host: Host, { api, session, params, theme, content }: EmbeddingOptions): () => void {
  const offScreen =
    params.offscreen === 'pause' ? pauseOffScreen(session, (report) => watchOnScreen(content, report)) : null;
  const { postHeight, stop } = connectHost(host, {
    api,
    session,
    setTheme: (next) => theme.setState(next, true),
    posts: params.messages,
    height: () => heightOf(content),
    onPause: () => offScreen?.release(),
  });
  const heightReporter = createHeightReporter(postHeight);
  const unwatch = watchHeight(content, heightReporter.change);
  return () => {
    unwatch();
    heightReporter.dispose();
    stop();
    offScreen?.dispose();
  };
}
