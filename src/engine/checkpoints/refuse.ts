import type { WeightsFault, WeightsProblem } from '../../core/weights-fault.ts';
import { EngineError } from '../engine.ts';

/** The error that a file is refused with: `message` for scripts, the same as a code for the reader. */
export function refuse(
  problem: WeightsProblem,
  message: string,
  { part = '', found = '', expected = '' }: Partial<Omit<WeightsFault, 'problem'>> = {},
): never {
  throw new EngineError('weights', brief(message, 250), {
    fault: { problem, part: brief(part), found: brief(found), expected },
  });
}

/** A file may name its tensors, and give them shapes, as long as it likes; a message has room for this much. */
export function brief(text: string, room = 60): string {
  return text.length > room ? `${text.slice(0, room - 1)}…` : text;
}
