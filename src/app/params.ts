/**
 * The page's settings as its URL gives them. Reading never fails: a parameter that is malformed or out of
 * range becomes its default, and a notice names it. A notice also names an unknown parameter that is spelled like a
 * known one; other unknown ones, such as those that trackers add, are ignored.
 */
import * as v from 'valibot';
import {
  CONFIG_NAMES,
  CONFIG_SCHEMAS,
  parseConfig,
  settingFromText,
  type ConfigField,
  type RunConfig,
} from '../core/config.ts';
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
import { wordIn } from '../core/plain-word.ts';
import { BACKENDS, type BackendChoice, type DataChoice, type Stroke, type WeightsChoice } from '../core/types.ts';
import { chooseLanguage, LANGUAGES, spokenLanguage, type Language } from '../i18n/catalogues.ts';
import { nearestName, readQuery, type ParameterName, type Query } from './query.ts';

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

/** Characters of a wrong name or value that a notice shows. */
const MAX_SHOWN = 48;

const YES = ['1', 'true', 'yes', 'on'] as const;
const NO = ['0', 'false', 'no', 'off'] as const;

const word = <Word extends string>(words: readonly Word[]) =>
  v.pipe(
    v.string(),
    v.transform((text) => wordIn(words, text)),
    v.picklist(words),
  );
const flag = v.pipe(
  word([...YES, ...NO]),
  v.transform((text) => YES.some((yes) => yes === text)),
);
const listOf = <Name extends string>(names: readonly Name[]) =>
  v.pipe(
    v.string(),
    v.transform((text) => text.normalize('NFKC').split(/\s*[,;|、]\s*|\s+/)),
    v.array(word(names)),
    v.transform((chosen) => names.filter((name) => chosen.includes(name))),
    v.readonly(),
  );
const language = v.pipe(
  v.string(),
  v.transform((text) => wordIn(LANGUAGES, text) ?? spokenLanguage(text)),
  v.picklist(LANGUAGES),
);
const drawingCode = v.pipe(
  v.string(),
  v.transform((code) => decodeDrawing(code)),
  v.nonNullable(v.custom<readonly Stroke[]>(Array.isArray)),
);

/** Of all parameters but those of the config, which has its own. */
const SCHEMAS = {
  backend: word(['auto', ...BACKENDS]),
  data: word(['auto', 'mnist', 'synthetic']),
  weights: word(['pretrained', 'random']),
  autostart: flag,
  embed: flag,
  panels: listOf(PANELS),
  hide: listOf(CONTROLS),
  offscreen: word(OFFSCREEN),
  messages: flag,
  lang: language,
  theme: word(THEMES),
  drawing: drawingCode,
} as const satisfies Record<Exclude<ParameterName, ConfigField>, v.GenericSchema<string, unknown>>;
type Schemas = typeof SCHEMAS;

const DEFAULT_PANELS: readonly PanelName[] = ['draw', 'train', 'charts'];

/** `search` as in `location.search`; `preferred` as in `navigator.languages`. */
export function parseParams(search: string, preferred: readonly string[]): ParsedParams {
  const { values, unknown } = readQuery(search);
  const notices: Notice[] = [];
  // Pasted values often have blanks at the ends.
  const textOf = (name: ParameterName): string | undefined => values.get(name)?.trim();
  const reject = (name: ParameterName, value: string, used: string): void => {
    notices.push({ kind: 'warning', code: 'parameter-invalid', params: { name, value: shortened(value), used } });
  };

  const read = <Name extends keyof Schemas>(
    name: Name,
    fallback: v.InferOutput<Schemas[Name]>,
    shown = String(fallback),
  ): v.InferOutput<Schemas[Name]> => {
    const text = textOf(name);
    if (text === undefined) return fallback;
    const result = v.safeParse(SCHEMAS[name], text);
    if (result.success) return result.output;
    reject(name, text, shown);
    return fallback;
  };

  const raw: Partial<Record<ConfigField, unknown>> = {};
  for (const name of CONFIG_NAMES) {
    const text = textOf(name);
    if (text !== undefined) raw[name] = settingFromText(name, text);
  }
  const { config, problems } = parseConfig(raw);
  for (const { name } of problems) reject(name, textOf(name) ?? '', String(config[name]));

  const params: PageParams = {
    backend: read('backend', 'auto'),
    data: read('data', 'auto'),
    config,
    weights: read('weights', 'pretrained'),
    autostart: read('autostart', false, '0'),
    embed: read('embed', false, '0'),
    panels: read('panels', DEFAULT_PANELS),
    hide: read('hide', []),
    offscreen: read('offscreen', 'run'),
    messages: read('messages', true, '1'),
    language: read('lang', chooseLanguage(preferred)),
    theme: read('theme', 'auto'),
    drawing: read('drawing', []),
  };
  return { params, notices: [...notices, ...nearMisses(unknown)] };
}

/** A notice for each parameter that an unknown one may mean. */
function nearMisses(unknown: Query['unknown']): readonly Notice[] {
  const named = new Map<ParameterName, Notice>();
  for (const [name, value] of unknown) {
    const meant = nearestName(name, (near) => fits(near, value.trim()));
    if (meant === undefined || named.has(meant)) continue;
    named.set(meant, { kind: 'warning', code: 'parameter-unknown', params: { name: shortened(name), meant } });
  }
  return [...named.values()];
}

function fits(name: ParameterName, text: string): boolean {
  return isSetting(name) ? v.is(CONFIG_SCHEMAS[name], settingFromText(name, text)) : v.is(SCHEMAS[name], text);
}

function isSetting(name: ParameterName): name is ConfigField {
  return CONFIG_NAMES.some((setting) => setting === name);
}

function shortened(text: string): string {
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}
