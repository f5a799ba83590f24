/** `window.softmaxLive`, for scripts, tests and the console. It is stable; docs/scripting.md describes it. */
import type { RunConfig } from '../core/config.ts';
import type { Notice, NoticeKind } from '../core/notices.ts';
import {
  PIXELS,
  type EpochResult,
  type Evaluation,
  type Prediction,
  type RunState,
  type Stroke,
} from '../core/types.ts';
import { EngineError, type RunEnd } from '../engine/engine.ts';
import type { AppState } from '../store/state.ts';
import { checkConfig, checkFile, checkPixels, checkStrokes } from './script-arguments.ts';
import type { AppSession } from './session.ts';

/** Fields have the names of the URL parameters. Values may also be text as in the URL. */
export type ScriptConfig = { readonly [Name in keyof RunConfig]?: RunConfig[Name] | string };

export interface ScriptState {
  readonly state: RunState;
  readonly backend: string | null;
  readonly path: string | null;
  readonly dataset: string | null;
  readonly loaded: number;
  readonly total: number;
  readonly model: string;
  readonly parameters: number | null;
  readonly weights: string | null;
  readonly epoch: number;
  readonly step: number;
  readonly config: RunConfig;
}

export interface ScriptEvents {
  readonly state: { readonly state: RunState };
  /** Of the latest batch. */
  readonly metrics: {
    readonly epoch: number;
    readonly step: number;
    readonly loss: number;
    readonly accuracy: number;
    readonly stepsPerSecond: number;
  };
  readonly epoch: EpochResult;
  readonly prediction: Prediction;
  readonly notice: { readonly kind: NoticeKind; readonly code: string; readonly text: string };
}
export type ScriptEventName = keyof ScriptEvents;

export interface SoftmaxLive {
  readonly ready: Promise<void>;
  state(): ScriptState;
  train(config?: ScriptConfig): Promise<RunEnd>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  step(): Promise<void>;
  reset(config?: ScriptConfig): Promise<void>;
  predict(pixels: Uint8Array | Float32Array): Promise<Prediction>;
  evaluate(): Promise<Evaluation>;
  /** Adds strokes to the pad, as the pointer does. */
  draw(strokes: readonly Stroke[]): Promise<void>;
  clear(): Promise<void>;
  /** The network's image of the pad; all zeros without ink. */
  raster(): Uint8Array;
  exportWeights(): Promise<ArrayBuffer>;
  importWeights(file: ArrayBuffer): Promise<void>;
  on<Name extends ScriptEventName>(event: Name, listener: (detail: ScriptEvents[Name]) => void): () => void;
}

declare global {
  interface Window {
    softmaxLive: SoftmaxLive;
  }
}

type Sources = {
  readonly [Name in ScriptEventName]: (emit: (detail: ScriptEvents[Name]) => void) => () => void;
};

const HOW_TO_SAVE = '. In PyTorch, save weights with safetensors.torch.save_file(net.state_dict(), path).';

/** `textOf`: a notice's text in the page's language. */
export function createScriptInterface(session: AppSession, textOf: (notice: Notice) => string): SoftmaxLive {
  const { store } = session;
  // The config that the caller's next call builds on.
  const base = (): RunConfig => session.settings.getState();
  const sources = createSources(session, textOf);

  return Object.freeze<SoftmaxLive>({
    ready: session.ready,
    state: () => stateOf(store.getState(), base()),
    train: async (config) => session.train(checkConfig(config, base())),
    pause: async () => session.pause(),
    resume: async () => session.resume(),
    step: async () => session.step(),
    reset: async (config) => session.reset(checkConfig(config, base())),
    async predict(pixels) {
      const prediction = await session.predict(checkPixels(pixels));
      if (prediction.logits.every(Number.isFinite)) return prediction;
      throw new Error('The network has overflowed: its logits are no finite numbers. Reset it, or load other weights.');
    },
    evaluate: async () => session.evaluate(),
    // Asynchronous only so that errors reject: the pad has the ink when the call returns.
    async draw(strokes) {
      const added = checkStrokes(strokes);
      if (added.length > 0) session.setStrokes([...store.getState().drawing.strokes, ...added]);
    },
    clear: async () => session.clearDrawing(),
    raster: () => store.getState().drawing.raster?.slice() ?? new Uint8Array(PIXELS),
    exportWeights: async () => session.exportWeights(),
    async importWeights(file) {
      try {
        await session.importWeights(checkFile(file));
      } catch (error) {
        if (!(error instanceof EngineError) || !error.fault) throw error;
        const advice = error.fault.problem === 'no-safetensors' ? HOW_TO_SAVE : '';
        throw new RangeError(`file: ${error.message}${advice}`, { cause: error });
      }
    },
    on(event, listener) {
      if (typeof listener !== 'function') throw new TypeError('listener: expected a function');
      if (!Object.hasOwn(sources, event)) {
        throw new TypeError(`event: expected one of ${Object.keys(sources).join(', ')}`);
      }
      return sources[event]((detail) => {
        try {
          // A copy, so that a script can't change the page's state or the next listener's.
          listener(structuredClone(detail));
        } catch (error) {
          // A script's error must not stop the page or other listeners; it appears in the console.
          reportError(error);
        }
      });
    },
  });
}

/** `settings`: the controls' config, used while there is no model. */
function stateOf({ run, backend, data, model }: AppState, settings: RunConfig): ScriptState {
  return {
    state: run.state,
    backend: backend?.backend ?? null,
    path: backend?.path ?? null,
    dataset: data?.dataset ?? null,
    loaded: data?.loaded ?? 0,
    total: data?.total ?? 0,
    model: model?.model ?? settings.model,
    parameters: model?.parameters ?? null,
    weights: model?.weights ?? null,
    epoch: run.epoch,
    step: run.step,
    config: structuredClone(model?.config ?? settings),
  };
}

function createSources(session: AppSession, textOf: (notice: Notice) => string): Sources {
  const { store } = session;
  return {
    state: (emit) =>
      store.subscribe(({ run: { state } }, before) => {
        if (state !== before.run.state) emit({ state });
      }),
    metrics: (emit) =>
      session.subscribe((event) => {
        if (event.type !== 'metrics') return;
        const { epoch, step, losses, accuracies, stepsPerSecond } = event;
        emit({ epoch, step, loss: losses.at(-1) ?? NaN, accuracy: accuracies.at(-1) ?? NaN, stepsPerSecond });
      }),
    epoch: (emit) =>
      session.subscribe((event) => {
        if (event.type === 'epoch') emit(event.result);
      }),
    prediction: (emit) =>
      store.subscribe(({ prediction }, before) => {
        if (prediction && prediction !== before.prediction) emit(prediction);
      }),
    notice: (emit) =>
      store.subscribe(({ notices, nextNoticeId }, before) => {
        if (nextNoticeId === before.nextNoticeId) return;
        for (const { id, notice } of notices) {
          if (id >= before.nextNoticeId) emit({ kind: notice.kind, code: notice.code, text: textOf(notice) });
        }
      }),
  };
}
