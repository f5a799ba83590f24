/** The console's text in blocks. Full blocks never change, so a new line renders one block and not the whole text. */
export interface Block {
  /** Counts from the first line of the run, including dropped lines: a stable key. */
  readonly id: number;
  /** Whole lines, each with a line break. */
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
