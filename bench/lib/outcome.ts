/** What a selection hands back: tables to read, and everything that was measured. */
export interface Outcome {
  /** Markdown, headings from the third level down. */
  readonly text: string;
  /** Goes into the JSON as it is. */
  readonly data: unknown;
}
