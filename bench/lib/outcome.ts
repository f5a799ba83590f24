/** The result of a selection: tables, and all measurements. */
export interface Outcome {
  /** Markdown, headings from the third level down. */
  readonly text: string;
  /** Written to the JSON file unchanged. */
  readonly data: unknown;
}
