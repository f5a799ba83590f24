/**
 * Addresses of the page, the inverse of what it reads from its URL: only what differs from the defaults is in
 * them, so that they stay short and a default that gets better does so for every link.
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
  /** Absent: each reader's own. */
  readonly language?: string | undefined;
  readonly theme?: 'auto' | 'light' | 'dark';
  readonly drawing?: readonly Stroke[];
  /** Present: the form for another page. */
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
  // A comma needs no escape in a query, and lists are easier to read and to change with it.
  const search = query.toString().replaceAll('%2C', ',');
  return search === '' ? base : `${base}?${search}`;
}

/** Named and written as in the URL. */
function changedFields(config: RunConfig): readonly (readonly [ConfigField, string])[] {
  const defaults = defaultConfig(config.model);
  const changed = differingFields(config, defaults);
  const named = config.model === defaultConfig().model ? changed : (['model', ...changed] as const);
  return named.map((name) => [name, String(config[name])]);
}
