import { CONFIG_NAMES, type ConfigField, type RunConfig } from './config.ts';

/** The fields of two configs whose values differ, whatever the order of their keys. */
export function differingFields(a: RunConfig, b: RunConfig): readonly ConfigField[] {
  return CONFIG_NAMES.filter((name) => !sameValue(a[name], b[name]));
}

export function sameConfig(a: RunConfig, b: RunConfig | undefined): boolean {
  return b !== undefined && differingFields(a, b).length === 0;
}

type Value = RunConfig[ConfigField];

function sameValue(a: Value, b: Value): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return a === b;
  return a.length === b.length && a.every((width, i) => width === b[i]);
}
