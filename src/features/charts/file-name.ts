import type { ModelName } from '../../core/config.ts';

/** 2026-03-09, in the reader's time zone. */
export function isoDate(date: Date): string {
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** For example softmax-live-mlp-2026-03-09-loss.svg. */
export function fileName(model: ModelName, what: string, date = new Date()): string {
  return `softmax-live-${model}-${isoDate(date)}-${what}`;
}
