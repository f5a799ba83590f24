/**
 * Addresses of the page, the inverse of reading its URL. They contain only what differs from the defaults: they stay
 * short, and an improved default applies to old links.
 */
import { defaultConfig, type ConfigField, type RunConfig } from './config.ts';
import type { OffscreenChoice, PanelName } from './controls.ts';
import { differingFields } from './differing-fields.ts';
import { encodeDrawing } from './drawing-code.ts';
import type { DataChoice, Stroke, WeightsChoice } from './types.ts';

export interface PageAddress {
  readonly config?: RunConfig;
  readonly data?: DataChoice;
  readonly weights?: WeightsChoice;
  /** Absent: each reader's browser decides. */
  readonly language?: string | undefined;
  readonly theme?: 'auto' | 'light' | 'dark';
  readonly drawing?: readonly Stroke[];
  /** Present for the embedded page. */
  readonly embed?: {
    readonly panels: readonly PanelName[];
    readonly offscreen: OffscreenChoice;
    /** Whether it posts messages to the page around it. */
    readonly messages: boolean;
  };
}

/** `base`: the absolute URL of the page's folder, with its slash. */
export function pageUrl(base: string, address: PageAddress): string {
  const { config, data = 'auto', weights = 'pretrained', language, theme = 'auto', drawing = [], embed } = address;
  const query = new URLSearchParams();
  if (embed) {
    query.set('embed', '1');
    query.set('panels', embed.panels.join(','));
    if (embed.offscreen !== 'run') query.set('offscreen', embed.offscreen);
    if (!embed.messages) query.set('messages', '0');
  }
  for (const [name, value] of config ? changedFields(config) : []) query.set(name, value);
  if (data !== 'auto') query.set('data', data);
  if (weights !== 'pretrained') query.set('weights', weights);
  if (language !== undefined) query.set('lang', language);
  if (theme !== 'auto') query.set('theme', theme);
  const code = encodeDrawing(drawing);
  if (code !== '') query.set('drawing', code);
  // A comma needs no escape in a query, and keeps lists readable.
  const search = query.toString().replaceAll('%2C', ',');
  return search === '' ? base : `${base}?${search}`;
}

/** Names and values as in the URL. */
function changedFields(config: RunConfig): readonly (readonly [ConfigField, string])[] {
  const defaults = defaultConfig(config.model);
  const changed = differingFields(config, defaults);
  const named = config.model === defaultConfig().model ? changed : (['model', ...changed] as const);
  return named.map((name) => [name, String(config[name])]);
}
