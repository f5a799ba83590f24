/**
 * The page's settings as its URL gives them. Reading never fails: a parameter that is malformed or out of
 * range becomes its default, and a notice names it. Unknown parameters are ignored.
 */
import * as v from 'valibot';
import { CONFIG_NAMES, parseConfig, settingFromText, type ConfigField, type RunConfig } from '../core/config.ts';
import {
  CONTROLS,
  OFFSCREEN,
  PANELS,
  type ControlName,
  type OffscreenChoice,
  type PanelName,
} from '../core/controls.ts';
import { decodeDrawing } from '../core/drawing-code.ts';
import type { Notice } from '../core/notices.ts';
import { BACKENDS, type BackendChoice, type DataChoice, type Stroke, type WeightsChoice } from '../core/types.ts';
import { chooseLanguage, LANGUAGES, type Language } from '../i18n/catalogues.ts';

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export interface PageParams {
  readonly backend: BackendChoice;
  readonly data: DataChoice;
  readonly config: RunConfig;
  readonly weights: WeightsChoice;
  readonly autostart: boolean;
  readonly embed: boolean;
  /** The panels of the embedded page, in the page's order. */
  readonly panels: readonly PanelName[];
  readonly hide: readonly ControlName[];
  readonly offscreen: OffscreenChoice;
  /** Whether an embedded page posts messages to its parent. */
  readonly messages: boolean;
  readonly language: Language;
  readonly theme: Theme;
  readonly drawing: readonly Stroke[];
}

export interface ParsedParams {
  readonly params: PageParams;
  readonly notices: readonly Notice[];
}

/** Characters of a wrong value that a notice shows. */
const MAX_SHOWN = 48;

const flag = v.pipe(
  v.picklist(['0', '1']),
  v.transform((text) => text === '1'),
);
const listOf = <Name extends string>(names: readonly Name[]) =>
  v.pipe(
    v.string(),
    v.transform((text) => text.split(',').map((name) => name.trim())),
    v.array(v.picklist(names)),
    v.transform((chosen) => names.filter((name) => chosen.includes(name))),
  );
const drawingCode = v.pipe(
  v.string(),
  v.transform((code) => decodeDrawing(code)),
  v.nonNullable(v.custom<readonly Stroke[]>(Array.isArray)),
);

const DEFAULT_PANELS: readonly PanelName[] = ['draw', 'train', 'charts'];

/** Pasted values often have blanks at the ends. */
function valueIn(query: URLSearchParams, name: string): string | null {
  return query.get(name)?.trim() ?? null;
}

/** `search` as in `location.search`; `preferred` as in `navigator.languages`. */
export function parseParams(search: string, preferred: readonly string[]): ParsedParams {
  const query = new URLSearchParams(search);
  const notices: Notice[] = [];
  const reject = (name: string, value: string, used: string): void => {
    const shown = value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN)}…` : value;
    notices.push({ kind: 'warning', code: 'parameter-invalid', params: { name, value: shown, used } });
  };

  const read = <Value>(
    name: string,
    schema: v.GenericSchema<string, Value>,
    fallback: Value,
    shown = String(fallback),
  ): Value => {
    const text = valueIn(query, name);
    if (text === null) return fallback;
    const result = v.safeParse(schema, text);
    if (result.success) return result.output;
    reject(name, text, shown);
    return fallback;
  };

  const raw: Partial<Record<ConfigField, unknown>> = {};
  for (const name of CONFIG_NAMES) {
    const text = valueIn(query, name);
    if (text !== null) raw[name] = settingFromText(name, text);
  }
  const { config, problems } = parseConfig(raw);
  for (const { name } of problems) reject(name, valueIn(query, name) ?? '', String(config[name]));

  const language = chooseLanguage(preferred);
  const params: PageParams = {
    backend: read('backend', v.picklist(['auto', ...BACKENDS]), 'auto'),
    data: read('data', v.picklist(['auto', 'mnist', 'synthetic']), 'auto'),
    config,
    weights: read('weights', v.picklist(['pretrained', 'random']), 'pretrained'),
    autostart: read('autostart', flag, false, '0'),
    embed: read('embed', flag, false, '0'),
    panels: read('panels', listOf(PANELS), DEFAULT_PANELS),
    hide: read('hide', listOf(CONTROLS), []),
    offscreen: read('offscreen', v.picklist(OFFSCREEN), 'run'),
    messages: read('messages', flag, true, '1'),
    language: read('lang', v.picklist(LANGUAGES), language),
    theme: read('theme', v.picklist(THEMES), 'auto'),
    drawing: read('drawing', drawingCode, []),
  };
  return { params, notices };
}
