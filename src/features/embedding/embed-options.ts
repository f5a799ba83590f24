/** What an embedder chooses, and the address that follows from it. */
import { defaultConfig, type ModelName, type RunConfig } from '../../core/config.ts';
import type { OffscreenChoice, PanelName } from '../../core/controls.ts';
import { pageUrl, type PageAddress } from '../../core/page-address.ts';
import type { DataChoice, Stroke, WeightsChoice } from '../../core/types.ts';

/** `host`: as the page around it has it, which takes `embed.js`. */
export type EmbedTheme = 'auto' | 'light' | 'dark' | 'host';

export interface EmbedOptions {
  readonly panels: readonly PanelName[];
  readonly model: ModelName;
  /** Take over what the page around the dialog has now. */
  readonly keep: boolean;
  /** Null: each reader's own. */
  readonly language: string | null;
  readonly theme: EmbedTheme;
  readonly heightPx: number;
  readonly autoHeight: boolean;
  readonly poster: boolean;
  readonly offscreen: OffscreenChoice;
  /** The frame posts messages to the page around it; without them it can't follow the height of its content. */
  readonly messages: boolean;
}

/** What the page has now. */
export interface PageNow {
  readonly config: RunConfig;
  readonly drawing: readonly Stroke[];
  readonly data: DataChoice;
  readonly weights: WeightsChoice;
}

/** What stays empty as long as nobody trains, or draws. */
const WAITING = {
  train: ['charts', 'learning', 'console'],
  draw: ['softmax', 'learning'],
} as const satisfies Partial<Record<PanelName, readonly PanelName[]>>;

/** Those of the chosen panels that wait for what only `needed` has, where that has not been chosen with them. */
export function waitingFor(needed: keyof typeof WAITING, panels: readonly PanelName[]): readonly PanelName[] {
  return panels.includes(needed) ? [] : WAITING[needed].filter((name) => panels.includes(name));
}

/** Whether the frame is as tall as its content, which takes its messages. */
export function followsContent({ autoHeight, messages }: EmbedOptions): boolean {
  return autoHeight && messages;
}

export const HEIGHT_PX = { min: 200, max: 5000 } as const;

export function initialOptions(model: ModelName, language: string): EmbedOptions {
  return {
    panels: ['draw', 'train', 'charts'],
    model,
    keep: false,
    language,
    theme: 'auto',
    heightPx: 900,
    autoHeight: true,
    poster: false,
    offscreen: 'run',
    messages: true,
  };
}

/** `base`: the absolute URL of the page's folder, with its slash. */
export function embedUrl(base: string, options: EmbedOptions, now: PageNow): string {
  const { panels, offscreen, messages } = options;
  return pageUrl(base, { ...addressOf(options, now), embed: { panels, offscreen, messages } });
}

/** Of the whole page, as chosen: the link that is left where frames are removed. */
export function wholePageUrl(base: string, options: EmbedOptions, now: PageNow): string {
  return pageUrl(base, addressOf(options, now));
}

function addressOf({ model, keep, language, theme }: EmbedOptions, now: PageNow): PageAddress {
  return {
    // Another model than the page's comes with what suits it.
    config: keep && now.config.model === model ? now.config : defaultConfig(model),
    language: language ?? undefined,
    theme: theme === 'host' ? 'auto' : theme,
    ...(keep && { drawing: now.drawing, data: now.data, weights: now.weights }),
  };
}
