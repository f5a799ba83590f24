/** Settings as text: written the way every language's keyboard can type them, and read strictly. */
import * as v from 'valibot';
import { CONFIG_SCHEMAS } from '../../core/config.ts';

type NumberField = 'lr' | 'momentum' | 'batch' | 'epochs' | 'seed';

/** Null unless it is a number within the field's bounds. */
export function parseNumber(text: string, name: NumberField): number | null {
  const result = v.safeParse(CONFIG_SCHEMAS[name], toNumber(text));
  return result.success ? result.output : null;
}

export function parseLayers(text: string): readonly number[] | null {
  const result = v.safeParse(CONFIG_SCHEMAS.layers, text.trim().split(/\s*[,\s]\s*/).map(toNumber)); // prettier-ignore
  return result.success ? result.output : null;
}

/** 1e-7 and the like keep their exponent; nothing is grouped. */
export function formatNumber(value: number): string {
  return String(value);
}

export function formatLayers(layers: readonly number[]): string {
  return layers.join(', ');
}

function toNumber(text: string): number {
  return text.trim() === '' ? NaN : Number(text);
}
