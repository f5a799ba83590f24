/** Settings as the text of a field, in notation that every language's keyboard can type. */
import * as v from 'valibot';
import { CONFIG_SCHEMAS, settingFromText } from '../../core/config.ts';

type NumberField = 'lr' | 'momentum' | 'batch' | 'epochs' | 'seed';

/** Null unless it is a number within the field's bounds. */
export function parseNumber(text: string, name: NumberField): number | null {
  const result = v.safeParse(CONFIG_SCHEMAS[name], settingFromText(name, text));
  return result.success ? result.output : null;
}

export function parseLayers(text: string): readonly number[] | null {
  const result = v.safeParse(CONFIG_SCHEMAS.layers, settingFromText('layers', text));
  return result.success ? result.output : null;
}

/** 1e-7 and the like keep their exponent; digits are not grouped. */
export function formatNumber(value: number): string {
  return String(value);
}

export function formatLayers(layers: readonly number[]): string {
  return layers.join(', ');
}
