/** The choices of an embedder, and the address that follows from them. */
import { defaultConfig, type ModelName, type RunConfig } from '../../core/config.ts';
import type { OffscreenChoice, PanelName } from '../../core/controls.ts';
import { parseWhole } from '../../core/decimal.ts';
import { pageUrl, type PageAddress } from '../../core/page-address.ts';
import type { DataChoice, Stroke, WeightsChoice } from '../../core/types.ts';

/** `host`: the theme of the page around, which needs `embed.js`. */
export type EmbedTheme = 'auto' | 'light' | 'dark' | 'host';

export interface EmbedOptions {
  readonly panels: readonly PanelName[];
  readonly model: ModelName;
  /** Keep the current settings, drawing and data of this page. */
  readonly keep: boolean;
  /** Null: each reader's browser decides. */
  readonly language: string | null;
  readonly theme: EmbedTheme;
  readonly heightPx: number;
  readonly autoHeight: boolean;
  readonly poster: boolean;
  readonly offscreen: OffscreenChoice;
  /** The frame posts messages to the page around it; without them it can't follow the height of its content. */
  readonly messages: boolean;
}

/** The page's current state. */
export interface PageNow {
  readonly config: RunConfig;
  readonly drawing: readonly Stroke[];
  readonly data: DataChoice;
  readonly weights: WeightsChoice;
}

/** The panels that stay empty until someone trains, or draws. */
const WAITING = {
  train: ['charts', 'learning', 'console'],
  draw: ['softmax', 'learning'],
} as const satisfies Partial<Record<PanelName, readonly PanelName[]>>;

/** The chosen panels that stay empty because the panel `needed` is not chosen. */
export function waitingFor(needed: keyof typeof WAITING, panels: readonly PanelName[]): readonly PanelName[] {
  return panels.includes(needed) ? [] : WAITING[needed].filter((name) => panels.includes(name));
}

/** Whether the frame is as tall as its content, which takes its messages. */
export function followsContent({ autoHeight, messages }: EmbedOptions): boolean {
  return autoHeight && messages;
}

export const HEIGHT_PX = { min: 200, max: 5000 } as const;

/** Null unless it is a whole number within the bounds. */
export function parseHeight(text: string): number | null {
  const height = parseWhole(text) ?? Number.NaN;
  return Number.isInteger(height) && height >= HEIGHT_PX.min && height <= HEIGHT_PX.max ? height : null;
}

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

/** The whole page with the same choices: the link for readers where frames are removed. */
export function wholePageUrl(base: string, options: EmbedOptions, now: PageNow): string {
  return pageUrl(base, addressOf(options, now));
}

function addressOf({ model, keep, language, theme }: EmbedOptions, now: PageNow): PageAddress {
  return {
    // Another model than the page's gets its own defaults.
    config: keep && now.config.model === model ? now.config : defaultConfig(model),
    language: language ?? undefined,
    theme: theme === 'host' ? 'auto' : theme,
    ...(keep && { drawing: now.drawing, data: now.data, weights: now.weights }),
  };
}
