/**
 * Decides which pointers draw. A pen has precedence over the hand that holds it: it takes over from a touch, and no touch
 * draws while a pen is in use. At all other times touches draw.
 */

export type Contact = Pick<PointerEvent, 'pointerId' | 'pointerType'>;

/** `instead`: begins, and the ink of the touch before it was a palm's. */
export type Verdict = 'begin' | 'instead' | 'ignore';

/** After this time without a pen, a touch is a finger. Less than a second passes between two strokes of a digit. */
const PEN_IN_USE_MS = 2000;
/** Windows and Android cancel a palm's touch when they notice the pen, which presses within this time. */
const PEN_FOLLOWS_MS = 1000;

const PRIMARY_BUTTON = 1;

export class PointerRules {
  readonly #now: () => number;
  #penAt = -Infinity;
  #cancelledAt = -Infinity;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Call it for every pointer on the page, also one that hovers. */
  notice({ pointerType }: Pick<Contact, 'pointerType'>): void {
    if (pointerType === 'pen') this.#penAt = this.#now();
  }

  /** `drawing`: the pointer whose stroke isn't finished. */
  press(pointer: Contact & Pick<PointerEvent, 'button'>, drawing: Contact | null): Verdict {
    // The right button, a pen's own button or its eraser.
    if (pointer.button !== 0) return 'ignore';
    const verdict = this.#judge(pointer, drawing);
    if (verdict !== 'ignore') this.#cancelledAt = -Infinity;
    return verdict;
  }

  #judge({ pointerId, pointerType }: Contact, drawing: Contact | null): Verdict {
    // It was lifted without an event.
    if (drawing?.pointerId === pointerId) return 'begin';
    if (pointerType === 'pen') {
      if (drawing) return drawing.pointerType === 'touch' ? 'instead' : 'ignore';
      return this.#now() - this.#cancelledAt < PEN_FOLLOWS_MS ? 'instead' : 'begin';
    }
    if (drawing) return 'ignore';
    return pointerType === 'touch' && this.#now() - this.#penAt < PEN_IN_USE_MS ? 'ignore' : 'begin';
  }

  /** The platform has cancelled the pointer that drew. */
  cancelled({ pointerType }: Contact): void {
    if (pointerType === 'touch') this.#cancelledAt = this.#now();
  }
}

/**
 * Whether a pointer that draws was released without an event, for example over a dialog. Only a mouse tells so by its
 * moves: there are pens that report no button while they press.
 */
export function isReleased({ pointerType, buttons }: Pick<PointerEvent, 'pointerType' | 'buttons'>): boolean {
  return pointerType === 'mouse' && (buttons & PRIMARY_BUTTON) === 0;
}
