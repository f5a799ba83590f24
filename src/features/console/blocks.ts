/**
 * The console's text in blocks that never change once they are full, so that a new line costs one block
 * and not the whole text.
 */
export interface Block {
  /** Counts from the first line of the run, dropped ones included: stable as a key. */
  readonly id: number;
  /** Whole lines, each with its line end. */
  readonly text: string;
}

const LINES_A_BLOCK = 100;

export function blocksOf(lines: readonly string[], dropped: number): readonly Block[] {
  const blocks: Block[] = [];
  for (let start = 0; start < lines.length;) {
    const id = Math.floor((dropped + start) / LINES_A_BLOCK);
    const end = Math.min(lines.length, (id + 1) * LINES_A_BLOCK - dropped);
    blocks.push({ id, text: `${lines.slice(start, end).join('\n')}\n` });
    start = end;
  }
  return blocks;
}
