import type { WeightsFault, WeightsProblem } from '../../core/weights-fault.ts';
import { EngineError } from '../engine.ts';

/** Throws the error for a refused file: `message` for scripts, a code with parameters for the reader. */
export function refuse(
  problem: WeightsProblem,
  message: string,
  { part = '', found = '', expected = '' }: Partial<Omit<WeightsFault, 'problem'>> = {},
): never {
  throw new EngineError('weights', brief(message, 250), {
    fault: { problem, part: brief(part), found: brief(found), expected },
  });
}

/** Shortens a name or value from a file, which may be of any length, to fit a message. */
export function brief(text: string, room = 60): string {
  return text.length > room ? `${text.slice(0, room - 1)}…` : text;
}
