/** The slider's logarithmic scale; T = 1 is in the middle. */
import { parseDecimal } from '../../core/decimal.ts';
import { TEMPERATURE } from '../../core/softmax.ts';

export const POSITIONS = 200;

const RATIO = TEMPERATURE.max / TEMPERATURE.min;

/** T at a position in [0, POSITIONS], to three significant digits. */
export function temperatureAt(position: number): number {
  return Number((TEMPERATURE.min * RATIO ** (position / POSITIONS)).toPrecision(3));
}

/** The nearest position. */
export function positionOf(temperature: number): number {
  return Math.round((POSITIONS * Math.log(temperature / TEMPERATURE.min)) / Math.log(RATIO));
}

/** Null unless it is a temperature in the slider's range. */
export function parseTemperature(text: string): number | null {
  const value = parseDecimal(text);
  return value !== null && value >= TEMPERATURE.min && value <= TEMPERATURE.max ? value : null;
}
