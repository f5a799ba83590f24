import type { WeightsFault, WeightsProblem } from '../../core/weights-fault.ts';
import { EngineError } from '../engine.ts';

/** The error that a file is refused with: `message` for scripts, the same as a code for the reader. */
export function refuse(
  problem: WeightsProblem,
  message: string,
  { part = '', found = '', expected = '' }: Partial<Omit<WeightsFault, 'problem'>> = {},
): never {
  throw new EngineError('weights', message, { fault: { problem, part: brief(part), found: brief(found), expected } });
}

/** A file may name its tensors, and give them shapes, as long as it likes; a message has room for this much. */
export function brief(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
